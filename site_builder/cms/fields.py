"""The model's fields as Decap's widgets."""

from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin, get_type_hints

from site_builder.catalogue import Catalogue, Model, values
from site_builder.schema import words

from .rules import rule, rules_within
from .shapes import said

Field: TypeAlias = dict[str, Any]
"""A field or a part of one, as Decap's configuration says it. Of its widgets one is ours, in edit.js: `written` shows a
value that can take several shapes as it stands in its file; its `rules` are for what stands within, by key."""

_GUIDE = "../for-editors/fields/"
_BY_THE_LOADER = {"key", "source"}  # said by a file's name and place


def field(name: str) -> Field:
    """The start of a field, to which a widget is missing."""
    return {"name": name, "label": name.replace("_", " ").capitalize(), "required": False}


class Fields:
    """A key of the catalogue is chosen from those that there are."""

    def __init__(self, catalogue: Catalogue) -> None:
        words = catalogue.vocabulary
        self._nouns: list[tuple[Any, Mapping[str, Any]]] = [
            (values.AreaKey, catalogue.every_area),
            (values.OrganisationKey, catalogue.organisations),
            (values.ProfileKey, catalogue.profiles),
            (values.RoleKey, {**catalogue.roles, **catalogue.profiles}),
            (values.OpportunityKey, catalogue.roles),
            (values.PathwayKey, catalogue.pathways),
            (values.LetterKey, catalogue.letters),
            (values.SchemeKey, catalogue.recognition),
            (values.GroupKey, words.groups),
            (values.ContributionKey, words.contributions),
            (values.InterestKey, words.interests),
            (values.SkillKey, words.skills),
            (values.CheckKey, words.vetting),
            (values.PowersKey, words.powers),
            (values.UniformKey, words.uniforms),
            (values.TimeKey, words.times),
            (values.WhereKey, words.where),
            (values.OwnerKey, words.owners),
        ]

    def of(self, model: type[Model], without: Collection[str] = ()) -> list[Field]:
        """A field for each of the model's, in its order; but what a file extends comes first, wherever it stands."""
        hints = get_type_hints(model, include_extras=True)
        made = []
        for name, info in model.model_fields.items():
            if name not in _BY_THE_LOADER and name not in without:
                key = info.alias or name
                hint = {"hint": _hint(key, info.description)} if info.description else {}
                made.append({**field(key), **hint, **self._widget(hints[name])})
        return sorted(made, key=lambda each: each["name"] != "extends")

    def _widget(self, whole: Any) -> Field:
        hint = said(whole)
        for key, nouns in self._nouns:
            if hint == key:
                return _choice(_option(key, noun) for key, noun in nouns.items())
        if get_origin(hint) is tuple:
            return self._several(get_args(hint)[0], whole)
        if isinstance(hint, type) and issubclass(hint, Model) and not rule(hint):
            return self._object(hint)
        return _simple(hint) or _written(whole)

    def _object(self, model: type[Model]) -> Field:
        fields = self.of(model)
        if any(each["widget"] in ("written", "object", "list") for each in fields):
            return _written(model)
        return {"widget": "object", "collapsed": True, "fields": fields}

    def _several(self, hint: Any, whole: Any) -> Field:
        one = self._widget(hint)
        if one["widget"] == "select":
            return {**one, "multiple": True}
        return {**one, "widget": "list"} if one["widget"] == "object" else _written(whole)


def _simple(hint: Any) -> Field | None:
    """The widget of a value that is one word or text; None for any other."""
    if hint == values.Text:
        return {"widget": "text"}
    if hint == values.YesNo:
        return _choice(["yes", "no"])
    if get_origin(hint) is Literal:
        return _choice(get_args(hint))
    if known := rule(hint):
        return {"widget": "string", "pattern": list(known)}
    if get_origin(hint) is Annotated and get_args(hint)[0] is str:
        return {"widget": "string"}
    return None


def _choice(options: Iterable[Any]) -> Field:
    return {"widget": "select", "options": list(options)}


def _written(hint: Any) -> Field:
    return {"widget": "written", "rules": rules_within(hint)}


def _hint(name: str, described: str) -> str:
    """What a field means, with its example; a long one stands in the guide to the fields."""
    said = words(described)
    example = said.example.removeprefix(f"{name}: ")
    return f"{said.meaning} " + (f"[An example]({_GUIDE}#{name})" if "\n" in example else f"Example: `{example}`")


def _option(key: str, noun: Any) -> dict[str, str]:
    title = getattr(noun, "title", None)
    return {"value": key, "label": f"{title} ({key})" if title else key}
