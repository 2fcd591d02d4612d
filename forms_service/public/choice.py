"""What one form is about: a role, or several that go together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import g, request, url_for

from site_builder.catalogue import Organisation, Role

from .asked import asked_for, one_asked_for
from .gone import Gone
from .questions import Questions, questions
from .unavailable import Unavailable

MOST = 5  # roles in one form: each has letters of its own, to the applicant and to a team

_NONE = "Choose a role, or any role"
_TOO_MANY = f"Choose {MOST} or fewer. You can send another form for more"
_NONE_TAKES_NAMES = "Choose another: none of these takes names now"
_APART = "Choose fewer: these are in different places or for different ages. You can send a form for each"


class NoChoice(Exception):  # noqa: N818  not an error of the program
    """The roles asked for make no form. `what_to_do` is empty where none was asked for yet."""

    def __init__(self, what_to_do: str = "") -> None:
        super().__init__()
        self.what_to_do = what_to_do


@dataclass(frozen=True)
class Choice:
    """Roles that take names, at least one. `left_out` are the titles of those asked for with them that take none."""

    roles: Sequence[Role]
    left_out: Sequence[str] = ()

    @property
    def title(self) -> str:
        return self.roles[0].title if len(self.roles) == 1 else f"{len(self.roles)} roles"

    @cached_property
    def questions(self) -> Questions:
        return questions(g.catalogue, self.roles)

    @property
    def organisations(self) -> Mapping[str, Organisation]:
        """Those that get to know of it, each for its own part, by key."""
        return {role.organisation: g.catalogue.organisations[role.organisation] for role in self.roles}

    @cached_property
    def editions(self) -> Mapping[str, str]:
        return editions(self.roles)

    def address(self, step: str) -> str:
        """Of the step `form` or `send`."""
        if len(self.roles) > 1:
            return url_for(f"public.{step}", role=[role.key for role in self.roles])
        return url_for(f"public.{step}", organisation=self.roles[0].organisation, slug=self.roles[0].slug)


def editions(roles: Sequence[Role]) -> Mapping[str, str]:
    """By role's key, a text that is another once anything said of the role has changed."""
    return {role.key: g.catalogue.edition(role) for role in roles}


def chosen(roles: Sequence[Role]) -> Choice:
    """Of what the request's address asks for, these, which take names: see `asked.taking`.

    Raises NoChoice, or at the address of one role Unavailable or Gone.
    """
    alone = one_asked_for()
    if alone and not roles:
        raise _why_not(alone)
    if not alone:
        _check(roles)
    return Choice(roles, [_title(key) for key in asked_for() if key not in {role.key for role in roles}])


def _why_not(key: str) -> Exception:
    role: Role | None = g.catalogue.wanted(key)
    moved = g.catalogue.redirects.get(key)
    return Gone(key, moved) if moved and not role else Unavailable(role)


def _check(roles: Sequence[Role]) -> None:
    """Raise NoChoice unless these can share a form."""
    if not asked_for():
        raise NoChoice(_NONE if "step" in request.args else "")
    if not roles:
        raise NoChoice(_NONE_TAKES_NAMES)
    if len(asked_for()) > MOST:
        raise NoChoice(_TOO_MANY)
    if not questions(g.catalogue, roles).bands:
        raise NoChoice(_APART)


def _title(key: str) -> str:
    role = g.catalogue.wanted(key)
    return f"“{role.title}”" if role else "A role that is no longer here"
