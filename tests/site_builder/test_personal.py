"""Ways to reach a private person are found in every file of roles and content, at their place."""

import shutil
from pathlib import Path

import pytest
from project import make_project

from site_builder.load import load
from site_builder.problems import Problems

HERE = Path(__file__).parent
LINK = "link: https://www.helpers.police.uk/join"
MOBILE = "C008: a mobile number stands here; take it away, as it may be somebody's own; give the office's number"


def address(host: str) -> str:
    return (
        f"C008: an email address at {host} stands here; take it away, as it may be somebody's own; "
        "an organisation's own domain, or example.org, is good"
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = shutil.copytree(HERE / "good", tmp_path / "project")
    append(project / "content/organisations.yml", f"  {LINK}\n")
    (project / "content/pages").mkdir()
    return project


def append(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def problems_of(project: Path) -> list[str]:
    try:
        load(project / "roles", project / "content", project)
    except Problems as problems:
        return str(problems).splitlines()
    return []


@pytest.mark.parametrize(
    "number",
    [
        "07400123456",
        "07400 123456",
        "07400 123 456",
        "0740 012 3456",
        "(07400) 123456",
        "07400-123-456",
        "07400.123.456",
        "07400\u00a0123\u2013456",
        "+447400123456",
        "+44 7400 123456",
        "+44 (0)7400 123456",
        "+44 (0) 7400 123456",
        "0044 7400 123456",
        "447400123456",
    ],
)
def test_a_mobile_number_is_found_however_it_is_spaced(number: str, project: Path) -> None:
    append(project / "roles/anytown/special.yml", f'  - "Call {number} today."\n')

    assert problems_of(project) == [f"roles/anytown/special.yml:17:11: {MOBILE}"]


@pytest.mark.parametrize(
    "number",
    [
        "07700 900000",  # Ofcom's numbers for drama
        "07700 900 999",
        "+44 7700 900123",
        "01632 960101",
        "020 7946 0123",
        "0800 555 111",
        "07400 12345",  # too short, and too long
        "074001234567",
        "12307400123456",
        "2026-10-07 to 2026-11-08 12:00",
    ],
)
def test_other_numbers_are_none(number: str, project: Path) -> None:
    append(project / "roles/anytown/special.yml", f'  - "Call {number} today."\n')

    assert problems_of(project) == []


@pytest.mark.parametrize("number", ["07700 899999", "07700 901000"])
def test_the_numbers_beside_those_for_drama_are_real(number: str, project: Path) -> None:
    append(project / "roles/anytown/special.yml", f"  - {number}\n")

    assert problems_of(project) == [f"roles/anytown/special.yml:17:5: {MOBILE}"]


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("jo.bloggs@mail.test", "mail.test"),
        ("Jo.O'Neil+police@MAIL.test", "mail.test"),
        ("josé@courrier.test", "courrier.test"),
        ("jo@myexample.org", "myexample.org"),
        ("jo@example.org.mail.test", "example.org.mail.test"),
        ("jo@nothelpers.police.uk", "nothelpers.police.uk"),
        ("jo@police.uk", "police.uk"),
        ("[write](mailto:jo@mail.test?subject=Hello)", "mail.test"),
        ("[write](mailto:jo%40mail.test)", "mail.test"),
        ("<jo@mail.test>", "mail.test"),
        ("'jo@mail.test'", "mail.test"),
    ],
)
def test_an_email_address_of_elsewhere_is_found(written: str, host: str, project: Path) -> None:
    append(project / "roles/anytown/special.yml", f'  - "{written}"\n')

    (problem,) = problems_of(project)

    column = 6 + max(written.casefold().find("jo"), 0)
    assert problem == f"roles/anytown/special.yml:17:{column}: {address(host)}"


@pytest.mark.parametrize(
    "written",
    [
        "jo@example.org",
        "jo@volunteers.anytown.example.org.",
        "jo@helpers.police.uk",
        "jo@fen.helpers.police.uk",
        "https://social.test/@jo",
        "@jo",
        "5 @ 10",
    ],
)
def test_an_address_at_an_organisation_or_at_example_org_is_good(written: str, project: Path) -> None:
    append(project / "roles/anytown/special.yml", f'  - "{written}"\n')

    assert problems_of(project) == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("roles/anytown/special.yml", 17),
        ("roles/profiles/special.yml", 12),
        ("roles/README.md", 1),
        ("content/areas.yml", 12),
        ("content/organisations.yml", 29),
        ("content/vocabulary.yml", 23),
        ("content/pathways/standard.yml", 8),
        ("content/letters/received.md", 6),
        ("content/pages/about.md", 1),
        ("content/pages/deep/er.md", 1),
    ],
)
def test_every_kind_of_file_is_searched_with_its_comments(path: str, line: int, project: Path) -> None:
    append(project / path, "# Ask jo@mail.test or 07400 123456\n")

    assert problems_of(project) == [f"{path}:{line}:7: {address('mail.test')}", f"{path}:{line}:23: {MOBILE}"]


def test_a_file_that_is_no_yaml_is_searched_all_the_same(project: Path) -> None:
    append(project / "roles/anytown/special.yml", "jo@mail.test\n")

    assert f"roles/anytown/special.yml:17:1: {address('mail.test')}" in problems_of(project)


def test_a_build_stops_at_it_too(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    project.write("content/pages/about.md", "# About\n\nCall 07400 123456.\n")

    done = project.mkdocs("build")

    assert done.returncode == 1
    assert f"content/pages/about.md:3:6: {MOBILE}\n" in done.stderr
    assert not project.site.exists()


def test_a_number_may_run_over_two_lines(project: Path) -> None:
    append(project / "roles/anytown/special.yml", "  - >-\n    Call 07400\n    123456 today.\n")

    assert problems_of(project) == [f"roles/anytown/special.yml:18:10: {MOBILE}"]
