"""The pages about data protection say what the program does: every table and column, and every period."""

import re
from dataclasses import asdict
from pathlib import Path

from forms_service import access, retention
from forms_service.models import Base
from forms_service.settings import KEEP, Keep

PAGES = Path(__file__).parents[1] / "content/pages"
RECORD = (PAGES / "records-of-processing.md").read_text("utf-8")
ASSESSMENT = (PAGES / "data-protection.md").read_text("utf-8")


def named() -> dict[str, set[str]]:
    """The tables of the page, each with its columns."""
    part = RECORD.partition("## What is kept\n")[2].partition("\n**Outside the database**")[0]
    items = [" ".join(item.split()) for item in re.split(r"\n(?=- )|\n\n", part)]
    return {
        table: set(re.findall(r"`([a-z_]+)`", rest))
        for table, rest in re.findall(r"- `([a-z_]+)`:(.*)", "\n".join(items))
    }


def test_every_table_and_every_column_is_in_the_record_of_processing() -> None:
    """Whoever adds one says there what it holds about people, and looks again at the assessment."""
    kept = {f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns}
    said = {f"{table}.{column}" for table, columns in named().items() for column in columns}

    assert (sorted(kept - said), sorted(said - kept)) == ([], [])


def test_every_period_is_the_one_that_the_program_starts_with() -> None:
    lines = {name: line for line in RECORD.splitlines() for name in KEEP if f"(`{name}`)" in line}
    months = asdict(Keep())

    said = {name: re.findall(r"(\d+) months", line) for name, line in lines.items()}
    assert said == {name: [str(months[field])] for name, field in KEEP.items()}
    assert f"{retention.LIMITS_STAY.days} days." in RECORD
    assert f"ended: {retention.LINKS_STAY.days} days more" in RECORD
    assert (access.LINK_LASTS.total_seconds(), access.SESSION_LASTS.total_seconds()) == (3600, 12 * 3600)


def test_what_the_controller_has_to_finish_is_marked() -> None:
    marks = [page.count("> **For the controller to finish:** ") for page in (ASSESSMENT, RECORD)]
    assert min(marks) >= 7


def test_both_pages_are_found_from_the_privacy_page() -> None:
    privacy = (PAGES / "privacy.md").read_text("utf-8")
    assert "](data-protection.md)" in privacy
    assert "](records-of-processing.md)" in privacy
