"""The shipped roles hold what both source papers name, differ from one another, and say where their facts come from."""

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from site_builder.catalogue import Catalogue, Role
from site_builder.load import load

TOP = Path(__file__).parents[1]
CAMBRIDGESHIRE = ("cambridgeshire", "cambridgeshire-opcc")
DEVON_AND_CORNWALL = ("devon-and-cornwall", "devon-and-cornwall-opcc")

# The paper to Cambridgeshire's board of 11 May 2017, 4.4: its groups, and each member that it names, with the kind of
# role that a reader finds under that name and words of its title.
GROUPS = {
    "Volunteers directed, trained and controlled by police forces": "force-directed",
    "Volunteers engaged with and partially supported by police forces": "police-supported",
    "Volunteers who hold the police to account or assist in the design of services": "accountability-and-design",
    "External volunteers that are linked by wider social aims": "external-linked",
}
MEMBERS = [
    ("force-directed", "Special Constables", "special-constable", "special constable"),
    ("force-directed", "Police Support Volunteers", "police-support-volunteer", "volunteer"),
    ("force-directed", "Volunteer Police Cadets", "police-cadet", "police cadet"),
    ("police-supported", "watch groups", "speedwatch-volunteer", "speedwatch"),
    ("police-supported", "watch groups", "neighbourhood-watch-coordinator", "neighbourhood watch"),
    ("police-supported", "chaplains", "police-chaplain", "chaplain"),
    ("police-supported", "street pastors", "street-pastor", "street pastor"),
    ("police-supported", "witness services", "witness-service-volunteer", "witness service"),
    ("police-supported", "Crimestoppers", "crimestoppers-volunteer", "crimestoppers"),
    ("accountability-and-design", "Independent Advisor Groups", "advisory-group-member", "independent advisory group"),
    ("accountability-and-design", "Independent Custody Visitors", "custody-visitor", "independent custody visitor"),
    ("accountability-and-design", "Appropriate Adults", "appropriate-adult", "appropriate adult"),
    ("external-linked", "youth and sports clubs", "club-volunteer", "club"),
    ("external-linked", "self-help groups", "self-help-group-member", "self-help"),
    ("external-linked", "the voluntary sector", "voluntary-sector-volunteer", "volunteer through"),
]
# The same paper, 4.6, and the Policing and Crime Act 2017, section 38: the paper's term, the Act's, the kind of role.
DESIGNATED = [
    ("Police Community Support Volunteer", "community support volunteer", "community-support-volunteer"),
    ("Detention Officer", "policing support volunteer", "detention-volunteer"),
    ("Investigating Officer", "policing support volunteer", "investigation-volunteer"),
]
# The paper to the Devon and Cornwall panel of 7 October 2016, 1 and 2: whom its three strands are about.
STRANDS = [
    ("Special Constables", "special-constable"),
    ("the wider Police Volunteer family", "police-support-volunteer"),
    ("a wider distribution of powers", "accredited-police-volunteer"),
    ("the existing volunteering network", "speedwatch-volunteer"),
]

# Two roles are twins when more than this share of the words in what you do, when, where and who supports you are in
# both. Roles of different kinds share up to a fifth. Versions of one kind, whose tasks the law makes the same for all,
# share less than two thirds if each names its own places, times and supporters. A copy with a new place shares more.
TWINS = 2 / 3

# Keys of the schema that no shipped role needs, each with the reason.
UNUSED = {
    "Near.minutes": "no source sets a longest journey; pages say where you must live or work",
    "Team.target": "no force's target still holds: the last that we know of were for 2014 and 2017",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(TOP / "roles", TOP / "content", TOP)


def of_kind(catalogue: Catalogue, kind: str) -> list[Role]:
    return [role for role in catalogue.roles.values() if kind in role.kinds]


def test_there_are_at_least_45_roles(catalogue: Catalogue) -> None:
    assert len(catalogue.roles) >= 45


@pytest.mark.parametrize(("words", "group"), GROUPS.items())
def test_each_group_of_the_paper_has_its_page_and_its_roles(catalogue: Catalogue, words: str, group: str) -> None:
    assert group in catalogue.vocabulary.groups, words
    assert [role.key for role in catalogue.roles.values() if role.group == group], words


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("force-directed", ["special constables", "police support volunteers", "cadets"]),
        ("police-supported", ["watch groups", "chaplains", "street pastors", "witness service", "crimestoppers"]),
        ("accountability-and-design", ["advisory groups", "custody visitors", "appropriate adults"]),
        ("external-linked", ["youth and sports clubs", "self-help groups", "voluntary sector"]),
    ],
)
def test_a_groups_page_names_its_members(catalogue: Catalogue, group: str, members: list[str]) -> None:
    said = flat(catalogue.vocabulary.groups[group].summary or "").lower()

    assert [member for member in members if member not in said] == []


@pytest.mark.parametrize(("group", "member", "kind", "name"), MEMBERS)
def test_each_member_of_a_group_is_found_by_name(
    catalogue: Catalogue, group: str, member: str, kind: str, name: str
) -> None:
    found = [role for role in of_kind(catalogue, kind) if role.group == group]

    assert [role.title for role in found if name in role.title.lower()], f"no role's title says what “{member}” are"


@pytest.mark.parametrize(("paper", "act", "kind"), DESIGNATED)
def test_the_acts_terms_stand_beside_the_papers(catalogue: Catalogue, paper: str, act: str, kind: str) -> None:
    found = of_kind(catalogue, kind)

    assert found
    assert [role.key for role in found if paper not in f"{role.title} {role.summary}"] == []
    assert [role.key for role in found if act not in role.title.lower()] == []


def test_the_powers_of_designated_volunteers_are_explained_in_both_terms(catalogue: Catalogue) -> None:
    powers = catalogue.vocabulary.powers
    support, policing = (
        powers["community-support-volunteer"].summary or "",
        powers["policing-support-volunteer"].summary or "",
    )

    assert "Police Community Support Volunteer" in support
    assert 'The Policing and Crime Act 2017 says "community support volunteer".' in flat(support)
    assert "Detention Officer or Investigating Officer" in policing
    assert 'The Policing and Crime Act 2017 says "policing support volunteer".' in flat(policing)


@pytest.mark.parametrize(("words", "kind"), STRANDS)
def test_each_strand_of_the_panels_paper_has_roles_in_devon_and_cornwall(
    catalogue: Catalogue, words: str, kind: str
) -> None:
    ground = catalogue.within("devon-and-cornwall")

    assert [role.key for role in of_kind(catalogue, kind) if ground & set(role.areas)], words


@pytest.mark.parametrize("area", ["cornwall", "plymouth", "devon"])
def test_the_local_leads_of_the_panels_paper_stand_with_their_areas(catalogue: Catalogue, area: str) -> None:
    lead = catalogue.every_area[area].lead

    assert lead is not None
    assert lead.who == f"Citizens in Policing lead for {catalogue.every_area[area].title.split()[0]}"


def test_the_words_that_the_papers_name_are_in_the_vocabulary(catalogue: Catalogue) -> None:
    words = catalogue.vocabulary

    assert [word.title for word in words.contributions.values()] == [
        "Victims",
        "Offenders",
        "Communities",
        "Transformation",
    ]
    assert list(words.groups) == list(GROUPS.values())
    assert {"recruitment", "vetting", "learning-and-development", "coordinator"} <= set(words.owners)
    assert {"constable", "community-support-volunteer", "policing-support-volunteer"} <= set(words.powers)


def test_each_part_of_both_grounds_has_roles_of_all_four_groups(catalogue: Catalogue) -> None:
    offered = {(area, role.group) for role in catalogue.roles.values() for area in catalogue.offered_in(role)}
    parts = [key for key, area in catalogue.every_area.items() if not area.areas]

    assert len(parts) == 11
    assert [(part, group) for part in parts for group in GROUPS.values() if (part, group) not in offered] == []


@pytest.mark.parametrize("organisation", [*CAMBRIDGESHIRE, *DEVON_AND_CORNWALL])
def test_both_forces_and_both_commissioners_offices_take_names_for_roles(
    catalogue: Catalogue, organisation: str
) -> None:
    own = [role for role in catalogue.roles.values() if role.organisation == organisation]

    assert [role.key for role in own if role.apply.here]


def test_every_role_says_where_its_facts_come_from_and_when_they_were_seen(catalogue: Catalogue) -> None:
    roles = catalogue.roles.values()

    assert [role.key for role in roles if not role.sources or not role.reviewed] == []
    assert [(role.key, source.title) for role in roles for source in role.sources or () if not source.seen] == []


def test_every_signposted_role_says_who_recruits_and_why_the_force_does_not(catalogue: Catalogue) -> None:
    signposted = [role for role in catalogue.roles.values() if not role.apply.here]

    assert signposted
    assert [role.key for role in signposted if not role.apply.who or not role.apply.why] == []


def test_names_for_those_who_watch_the_police_never_go_to_a_force(catalogue: Catalogue) -> None:
    watching = [role for role in catalogue.roles.values() if role.group == "accountability-and-design"]

    assert [role.key for role in watching if catalogue.organisations[role.organisation].kind == "force"] == []


def test_no_role_is_the_near_twin_of_another(catalogue: Catalogue) -> None:
    pairs = combinations(catalogue.roles.values(), 2)
    twins = [f"{one.key} and {two.key} say nearly the same" for one, two in pairs if alike(one, two) > TWINS]

    assert not twins, "\n".join([*twins, "Say what is local in you_will, pattern, places or supported_by."])


def test_a_copy_in_which_only_the_place_is_new_is_a_near_twin(catalogue: Catalogue) -> None:
    role = catalogue.roles["cambridgeshire-opcc/custody-visitor"]
    there = catalogue.roles["devon-and-cornwall-opcc/custody-visitor"]

    assert alike(role, role.model_copy(update={"places": {"Ely": None}})) > TWINS
    assert alike(role, there) < TWINS


def test_every_key_of_the_schema_is_used_by_some_role(catalogue: Catalogue) -> None:
    known = {f"{model.__name__}.{key}" for model in models(Role) for key in model.model_fields}
    used = {key for role in catalogue.roles.values() for key in stated(role)}

    assert sorted(known - used - set(UNUSED)) == []
    assert sorted(set(UNUSED) & used) == [], "take these out of the list of exceptions"


def alike(one: Role, two: Role) -> float:
    """The share of the words of two roles, in what you do, when, where and whose support, that both have: 0 to 1."""
    ours, theirs = telling_words(one), telling_words(two)
    return len(ours & theirs) / len(ours | theirs)


def telling_words(role: Role) -> frozenset[str]:
    """Words of four letters or more, and times of day."""
    said = [*role.you_will, role.supported_by or "", *(role.places if isinstance(role.places, dict) else ())]
    pattern = role.pattern if role.pattern and not isinstance(role.pattern, str) else None
    for slot in (pattern.when if pattern else None) or ():
        said += [*filter(None, (slot.word, slot.start, slot.end)), *(slot.days or ())]
    return frozenset(re.findall(r"\d\d:\d\d|[\w'’-]{4,}", " ".join(said).lower()))


def flat(text: str) -> str:
    return " ".join(text.split())


def models(model: type[BaseModel]) -> set[type[BaseModel]]:
    """A model and every model that its fields can hold."""
    found = {model}
    for field in model.model_fields.values():
        for inner in inside(field.annotation):
            if inner not in found:
                found |= models(inner)
    return found


def inside(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from inside(part)


def stated(value: object) -> Iterator[str]:
    """`Model.key` for every key that a role, or anything in it, states."""
    if isinstance(value, BaseModel):
        for key in value.model_fields_set:
            yield f"{type(value).__name__}.{key}"
            yield from stated(getattr(value, key))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from stated(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from stated(each)
