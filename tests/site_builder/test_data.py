"""The public data: everything that others may show, by its schema, and nothing else."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from project import Project
from small_catalogue import NOW, SITE, catalogue, event, role, story

from site_builder.catalogue import LONDON, Catalogue
from site_builder.feeds import data_files
from site_builder.load import load

TOP = Path(__file__).parents[2]


def checked(files: dict[str, str]) -> dict[str, Any]:
    """The data, which must be as the schema beside it says."""
    data: dict[str, Any] = json.loads(files["data/catalogue.json"])
    checker(files).validate(data)
    return data


def checker(files: dict[str, str]) -> Draft202012Validator:
    schema = json.loads(files["data/catalogue.schema.json"])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def files_of(found: Catalogue, now: datetime = NOW) -> dict[str, str]:
    return dict(data_files(found, now, SITE))


def today(now: datetime = NOW, **facts: Any) -> dict[str, Any]:
    found: dict[str, Any] = checked(files_of(catalogue(role(**facts)), now))["roles"]["fen/special"]["today"]
    return found


def keys(node: Any) -> Iterator[str]:
    for key, value in node.items() if isinstance(node, dict) else ():
        yield key
        yield from keys(value)
    for each in node if isinstance(node, list) else ():
        yield from keys(each)


def test_a_built_site_has_its_data_with_the_schema_named_in_it(built: Project) -> None:
    names = ("data/catalogue.json", "data/catalogue.schema.json")
    data = checked({name: (built.site / name).read_text("utf-8") for name in names})

    assert {name: value for name, value in data.items() if not isinstance(value, dict)} == {
        "$schema": "https://volunteer.example.org/portal/data/catalogue.schema.json",
        "version": 1,
        "as_of": "2026-11-21",
        "name": "Citizens in Policing",
        "url": "https://volunteer.example.org/portal/",
        "demonstration": True,
    }
    assert data["roles"].keys() == {"anytown/special", "anytown-opcc/custody-visitor"}
    assert data["roles"]["anytown/special"]["vetting"] == [
        {"check": "recruitment-vetting", "weeks": {"least": 6, "most": 12}}
    ], "what a role inherits is there too"


def test_the_shipped_content_is_as_the_schema_says() -> None:
    shipped = load(TOP / "roles", TOP / "content", TOP)
    data = checked(files_of(shipped))

    for name in ("roles", "organisations", "pathways", "areas", "events", "stories", "recognition"):
        assert data[name].keys() == getattr(shipped, name).keys()
    assert data["vocabulary"].keys() == type(shipped.vocabulary).model_fields.keys()


def test_every_list_and_key_make_the_address_of_a_page(built: Project) -> None:
    data = json.loads((built.site / "data/catalogue.json").read_text("utf-8"))
    for name in ("roles", "organisations", "pathways", "areas", "events", "stories"):
        for key in data[name]:
            assert (built.site / name / key / "index.html").is_file()


@pytest.mark.parametrize(
    ("intakes", "expected"),
    [
        ("open", {"state": "open", "words": "Open now", "takes_names": True}),
        (
            [{"closes": "2026-12-05 12:00"}],
            {"state": "open", "words": "Open now", "takes_names": True, "until": "2026-12-05T12:00:00Z"},
        ),
        (
            [{"opens": "2027-06-01"}],
            {
                "state": "upcoming",
                "words": "Opens on 1 June 2027",
                "takes_names": False,
                "until": "2027-06-01T00:00:00+01:00",
            },
        ),
        ("not_published", {"words": "Dates not published", "takes_names": False}),
    ],
)
def test_a_role_says_how_it_stands_today_and_until_when(intakes: object, expected: dict[str, Any]) -> None:
    assert today(intakes=intakes) == expected


def test_a_day_alone_is_open_to_its_last_minute_in_london() -> None:
    on_the_day = datetime(2027, 6, 14, 23, 59, tzinfo=LONDON)
    intakes = [{"closes": "2027-06-14"}]

    assert today(on_the_day, intakes=intakes)["until"] == "2027-06-15T00:00:00+01:00"
    assert today(datetime(2027, 6, 15, tzinfo=LONDON), intakes=intakes)["state"] == "closed"


def test_nothing_is_in_it_that_only_the_service_needs() -> None:
    whole = catalogue(
        role(),
        letters={
            "hello": {
                "key": "hello",
                "source": "l.md",
                "to": "applicant",
                "subject": "Private words",
                "body": "Private",
            }
        },
        redirects={"fen/old": "fen/special"},
    )
    files = files_of(whole)

    assert "inbox@fen.example.org" in whole.model_dump_json()
    for text in files.values():
        assert "inbox" not in text
        assert "Private" not in text
    assert {"letters", "redirects", "profiles", "inbox"}.isdisjoint(keys(checked(files)))


HOSTILE = '</script>"}]}\u2028 🚓 \\u0000 ]]>'


def test_no_text_breaks_it() -> None:
    found = catalogue(
        role(title=HOSTILE), events={"talk": event(title=HOSTILE)}, stories={"night": story(title=HOSTILE)}
    )
    data = checked(files_of(found))

    titles = (data["roles"]["fen/special"], data["events"]["talk"], data["stories"]["night"])
    assert [each["title"] for each in titles] == [HOSTILE] * 3


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("roles", "fen/special", "today", "state"), "ajar"),
        (("roles", "fen/special", "title"), 12),
        (("roles", "fen/special", "today", "until"), 12),
        (("organisations", "fen", "inbox"), "inbox@fen.example.org"),
        (("version",), 2),
    ],
)
def test_the_schema_refuses_what_the_data_never_is(path: tuple[str, ...], wrong: object) -> None:
    files = files_of(catalogue(role()))
    data = checked(files)
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = wrong

    with pytest.raises(ValidationError):
        checker(files).validate(data)


def test_the_schema_says_in_words_what_each_field_means() -> None:
    schema = json.loads(files_of(catalogue())["data/catalogue.schema.json"])
    fields = schema["$defs"]["PublicRole"]["properties"]

    assert fields["you_will"]["description"] == "What somebody does, each line starting with a verb."
    assert {name for name, field in fields.items() if "description" not in field} == {
        "organisation",
        "slug",
        "kinds",
        "source",
    }
