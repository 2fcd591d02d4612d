"""The words that roles are described and found by."""

from pydantic import Field

from .organisation import OrganisationKind
from .values import Key, Line, Model, Text, Texts


class Word(Model):
    """A word with its own meaning, shown wherever it is used."""

    title: Line
    """The word as people read it.

    title: Being outdoors
    """

    summary: Text | None = None
    """What it means, shown wherever it is used.

    summary: Help to make streets, villages and towns safer and friendlier.
    """


class Group(Word):
    """One of the four groups. `recruiters` are the kinds of organisation that may take names for it; None is any."""

    recruiters: tuple[OrganisationKind, ...] | None = None
    """Which kinds of organisation may take names for it. None at all means: signposts only.

    recruiters: [force]
    """


class Check(Word):
    """A vetting check: what you are asked, who sees it."""

    asked: Texts | None = None
    """What somebody is asked.

    asked: [Where you have lived in the last five years.]
    """

    seen_by: Text | None = None
    """Who sees the answers.

    seen_by: The force's vetting unit, and nobody else.
    """


class Vocabulary(Model):
    """Each list by key. `times` and `where` are the words of a role's pattern; `owners` own the stages of pathways.

    `jargon` has short forms that a reader may not know, such as PCSO, and what each means.
    """

    groups: dict[Key, Group]
    """The four groups of the national strategy.

    groups:
      force-directed:
        title: Serving with the police
    """

    contributions: dict[Key, Word]
    """Who is better off for it.

    contributions:
      victims:
        title: Victims
    """

    interests: dict[Key, Word]
    """What somebody may care about.

    interests:
      outdoors:
        title: Being outdoors
    """

    skills: dict[Key, Word]
    """What somebody brings or learns.

    skills:
      listening:
        title: Listening well
    """

    vetting: dict[Key, Check]
    """How somebody is checked.

    vetting:
      volunteer-vetting:
        title: Volunteer vetting
    """

    powers: dict[Key, Word]
    """What the law lets somebody do.

    powers:
      constable:
        title: All the powers of a constable
    """

    uniforms: dict[Key, Word]
    """What somebody wears.

    uniforms:
      police-uniform:
        title: Police uniform
    """

    times: dict[Key, Word]
    """Parts of the week.

    times:
      evenings:
        title: Evenings
    """

    where: dict[Key, Word]
    """Kinds of place.

    where:
      outdoors:
        title: Outdoors
    """

    owners: dict[Key, Word]
    """Who sees to a step of a pathway.

    owners:
      coordinator:
        title: The volunteer coordinator
    """

    jargon: dict[Line, Line] = Field(default_factory=dict)
    """Short forms that a reader may not know, and what each means. A text that uses one has to explain it.

    jargon:
      DBS: Disclosure and Barring Service
    """
