"""The words that roles are described and found by."""

from .organisation import OrganisationKind
from .values import Key, Line, Model, Text, Texts


class Word(Model):
    """A word with its own meaning, shown wherever it is used."""

    title: Line
    summary: Text | None = None


class Group(Word):
    """One of the four groups. `recruiters` are the kinds of organisation that may take names for it; None is any."""

    recruiters: tuple[OrganisationKind, ...] | None = None


class Check(Word):
    """A vetting check: what you are asked, who sees it."""

    asked: Texts | None = None
    seen_by: Text | None = None


class Vocabulary(Model):
    """Each list by key. `times` and `where` are the words of a role's pattern; `owners` own the stages of pathways."""

    groups: dict[Key, Group]
    contributions: dict[Key, Word]
    interests: dict[Key, Word]
    skills: dict[Key, Word]
    vetting: dict[Key, Check]
    powers: dict[Key, Word]
    uniforms: dict[Key, Word]
    times: dict[Key, Word]
    where: dict[Key, Word]
    owners: dict[Key, Word]
