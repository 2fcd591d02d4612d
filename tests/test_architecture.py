"""Who may import whom. The table is the architecture; a new module finds its row or adds one."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]

# A module or package → what of ours it may import besides itself. A name with a star is that module alone, without what
# lies in it; so every new module at the top of a package needs a row.
MAY_IMPORT: dict[str, set[str]] = {
    # From YAML to the catalogue
    "site_builder*": set(),
    "site_builder.catalogue": set(),
    "site_builder.problems": set(),
    "site_builder.yaml_source": {"site_builder.problems"},
    "site_builder.load": {"site_builder.catalogue", "site_builder.problems", "site_builder.yaml_source"},
    "site_builder.quality": {
        "site_builder.catalogue",
        "site_builder.load",
        "site_builder.markdown",
        "site_builder.problems",
        "site_builder.yaml_source",
    },
    # From the catalogue to the site
    "site_builder.markdown": set(),
    "site_builder.wording": {"site_builder.catalogue"},
    "site_builder.shell": set(),
    "site_builder.drawing": {"site_builder.catalogue"},
    "site_builder.feeds": {
        "site_builder.catalogue",
        "site_builder.markdown",
        "site_builder.shell",
        "site_builder.wording",
    },
    "site_builder.pages": {
        "site_builder.catalogue",
        "site_builder.drawing",
        "site_builder.feeds",
        "site_builder.markdown",
        "site_builder.shell",
        "site_builder.wording",
    },
    "site_builder.prose": {"site_builder.problems"},
    "site_builder.tree": set(),
    "site_builder.publish": {"site_builder.tree"},
    "site_builder.build": {
        "site_builder.catalogue",
        "site_builder.feeds",
        "site_builder.pages",
        "site_builder.publish",
        "site_builder.shell",
        "site_builder.tree",
    },
    "site_builder.schema": {"site_builder.catalogue", "site_builder.yaml_source"},
    "site_builder.cms": {"site_builder.catalogue", "site_builder.schema"},
    # Its doors
    "site_builder.plugin": {
        "site_builder.build",
        "site_builder.catalogue",
        "site_builder.cms",
        "site_builder.feeds",
        "site_builder.load",
        "site_builder.pages",
        "site_builder.problems",
        "site_builder.prose",
        "site_builder.publish",
        "site_builder.shell",
        "site_builder.tree",
        "site_builder.yaml_source",
    },
    "site_builder.diff": {
        "site_builder.catalogue",
        "site_builder.load",
        "site_builder.pages",
        "site_builder.problems",
        "site_builder.shell",
        "site_builder.wording",
    },
    "site_builder.field_guide": {"site_builder.catalogue", "site_builder.schema"},
    "site_builder.new": {
        "site_builder.catalogue",
        "site_builder.load",
        "site_builder.problems",
        "site_builder.schema",
        "site_builder.yaml_source",
    },
    "site_builder.cli": {
        "site_builder.catalogue",
        "site_builder.diff",
        "site_builder.field_guide",
        "site_builder.load",
        "site_builder.new",
        "site_builder.plugin",
        "site_builder.problems",
        "site_builder.quality",
        "site_builder.schema",
    },
    # What the service knows and does, without a request in sight
    "forms_service.trouble": set(),
    "forms_service.settings": {"forms_service.trouble"},
    "forms_service.db": {"forms_service.trouble"},
    "forms_service.models": {"forms_service.db"},
    "forms_service.migrations": {"forms_service.db", "forms_service.models"},
    "forms_service.letters": {"site_builder.catalogue"},
    "forms_service.links": {"forms_service.db", "forms_service.models"},
    "forms_service.post": {
        "forms_service.db",
        "forms_service.letters",
        "forms_service.links",
        "forms_service.models",
        "site_builder.catalogue",
    },
    "forms_service.published": {"forms_service.post", "forms_service.trouble", "site_builder.catalogue"},
    "forms_service.erasures": set(),
    "forms_service.repeats": {"forms_service.models"},
    "forms_service.quarantine": {"forms_service.limits", "forms_service.repeats"},
    "forms_service.interests": {
        "forms_service.db",
        "forms_service.erasures",
        "forms_service.models",
        "forms_service.post",
        "forms_service.quarantine",
        "site_builder.catalogue",
    },
    "forms_service.applicants": {
        "forms_service.db",
        "forms_service.links",
        "forms_service.models",
        "forms_service.post",
        "site_builder.catalogue",
    },
    "forms_service.mail": {"forms_service.links", "forms_service.models", "forms_service.settings"},
    "forms_service.logs": set(),
    "forms_service.outbox": {"forms_service.db", "forms_service.logs", "forms_service.mail", "forms_service.models"},
    "forms_service.metrics": {
        "forms_service.db",
        "forms_service.models",
        "forms_service.outbox",
        "forms_service.post",
    },
    "forms_service.reports": {"forms_service.models"},
    "forms_service.survey_questions": set(),
    "forms_service.survey_counts": {
        "forms_service.db",
        "forms_service.limits",
        "forms_service.models",
        "forms_service.post",
        "forms_service.survey_questions",
        "site_builder.catalogue",
    },
    "forms_service.survey_report": {
        "forms_service.post",
        "forms_service.survey_counts",
        "forms_service.survey_questions",
        "forms_service.trouble",
        "site_builder.catalogue",
    },
    "forms_service.retention": {
        "forms_service.db",
        "forms_service.erasures",
        "forms_service.interests",
        "forms_service.models",
        "forms_service.post",
        "forms_service.settings",
        "forms_service.trouble",
        "site_builder.catalogue",
    },
    "forms_service.backup_content": {"forms_service.trouble"},
    "forms_service.unfinished": set(),
    "forms_service.backup_sqlite": {
        "forms_service.backup_content",
        "forms_service.db",
        "forms_service.unfinished",
    },
    "forms_service.backup_postgresql": {
        "forms_service.backup_content",
        "forms_service.models",
        "forms_service.trouble",
    },
    "forms_service.backup": {
        "forms_service.backup_content",
        "forms_service.backup_postgresql",
        "forms_service.backup_sqlite",
        "forms_service.db",
        "forms_service.models",
        "forms_service.outbox",
        "forms_service.retention",
        "forms_service.trouble",
        "forms_service.unfinished",
    },
    "forms_service.limits": {"forms_service.db", "forms_service.models"},
    "forms_service.access": {
        "forms_service.db",
        "forms_service.limits",
        "forms_service.models",
        "site_builder.catalogue",
    },
    "forms_service.coordinators": {
        "forms_service.access",
        "forms_service.db",
        "forms_service.models",
        "forms_service.trouble",
        "site_builder.catalogue",
    },
    # Its doors
    "forms_service.headers": set(),
    "forms_service.front_door": {"forms_service.headers", "forms_service.logs"},
    "forms_service.errors": {"forms_service.db", "forms_service.logs"},
    "forms_service.policy": {"forms_service.access", "forms_service.links", "forms_service.models"},
    "forms_service.portal": {
        "forms_service.db",
        "forms_service.logs",
        "forms_service.published",
        "forms_service.settings",
    },
    "forms_service.health": {
        "forms_service.errors",
        "forms_service.models",
        "forms_service.outbox",
        "forms_service.policy",
    },
    "forms_service.site": {"forms_service.headers", "forms_service.policy"},
    "forms_service.addresses": set(),
    "forms_service.contact": {"site_builder.catalogue"},
    "forms_service.same_origin": set(),
    "forms_service.sealed": set(),
    "forms_service.typed": set(),
    "forms_service.words": {
        "forms_service.addresses",
        "forms_service.models",
        "site_builder.catalogue",
        "site_builder.markdown",
    },
    "forms_service.public": {
        "forms_service.addresses",
        "forms_service.contact",
        "forms_service.errors",
        "forms_service.interests",
        "forms_service.limits",
        "forms_service.models",
        "forms_service.policy",
        "forms_service.post",
        "forms_service.quarantine",
        "forms_service.same_origin",
        "forms_service.sealed",
        "forms_service.typed",
        "forms_service.words",
        "site_builder.catalogue",
    },
    "forms_service.survey": {
        "forms_service.errors",
        "forms_service.limits",
        "forms_service.policy",
        "forms_service.same_origin",
        "forms_service.sealed",
        "forms_service.survey_counts",
        "forms_service.survey_questions",
        "forms_service.words",
        "site_builder.catalogue",
    },
    "forms_service.mine": {
        "forms_service.applicants",
        "forms_service.contact",
        "forms_service.errors",
        "forms_service.interests",
        "forms_service.limits",
        "forms_service.links",
        "forms_service.models",
        "forms_service.policy",
        "forms_service.post",
        "forms_service.typed",
        "forms_service.words",
        "site_builder.catalogue",
    },
    "forms_service.desk": {
        "forms_service.access",
        "forms_service.addresses",
        "forms_service.applicants",
        "forms_service.errors",
        "forms_service.health",
        "forms_service.interests",
        "forms_service.links",
        "forms_service.models",
        "forms_service.outbox",
        "forms_service.policy",
        "forms_service.post",
        "forms_service.quarantine",
        "forms_service.repeats",
        "forms_service.words",
        "site_builder.catalogue",
    },
    "forms_service.cli": {
        "forms_service.access",
        "forms_service.backup",
        "forms_service.coordinators",
        "forms_service.db",
        "forms_service.errors",
        "forms_service.mail",
        "forms_service.metrics",
        "forms_service.outbox",
        "forms_service.portal",
        "forms_service.reports",
        "forms_service.retention",
        "forms_service.settings",
        "forms_service.survey_report",
        "forms_service.trouble",
    },
    "forms_service*": {
        "forms_service.cli",
        "forms_service.desk",
        "forms_service.errors",
        "forms_service.front_door",
        "forms_service.health",
        "forms_service.logs",
        "forms_service.mine",
        "forms_service.policy",
        "forms_service.portal",
        "forms_service.public",
        "forms_service.settings",
        "forms_service.site",
        "forms_service.survey",
    },
    "forms_service.run": {
        "forms_service*",
        "forms_service.cli",
        "forms_service.coordinators",
        "forms_service.db",
        "forms_service.errors",
        "forms_service.portal",
        "forms_service.settings",
        "forms_service.trouble",
    },
}

_DOORS = {
    "forms_service.public",
    "forms_service.survey",
    "forms_service.mine",
    "forms_service.desk",
    "forms_service.policy",
    "forms_service.portal",
    "forms_service.errors",
    "forms_service.headers",
    "forms_service.health",
    "forms_service.site",
    "forms_service.cli",
    "forms_service.addresses",
    "forms_service.same_origin",
    "forms_service.words",
    "forms_service.run",
}

# What only one place may touch: the fewer know a library, the easier it is to leave.
ONLY: dict[str, set[str]] = {
    "mkdocs": {"site_builder.plugin"},
    "yaml": {"site_builder.yaml_source"},
    "flask": {*_DOORS, "forms_service*"},
    "flask_wtf": {"forms_service.public", "forms_service.survey", "forms_service.mine", "forms_service.desk"},
    "sqlalchemy": {"forms_service"},
    "alembic": {"forms_service.db", "forms_service.migrations"},
    "smtplib": {"forms_service.mail"},
    "cmarkgfm": {"site_builder.markdown", "forms_service.letters"},
    "argon2": {"forms_service.access"},
}


def modules() -> dict[str, Path]:
    found = {}
    for package in ("site_builder", "forms_service"):
        for path in (TOP / package).rglob("*.py"):
            parts = path.relative_to(TOP).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imported(module: str) -> Iterator[str]:
    """The full names that a module imports, those inside functions and relative ones too."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield whole if whole in MODULES else base


def row(module: str) -> str | None:
    """The longest entry of the table that is the module or a package around it."""
    return max((entry for entry in MAY_IMPORT if within(module, entry)), key=len, default=None)


def within(module: str, entry: str) -> bool:
    if entry.endswith("*"):
        return module == entry.removesuffix("*")
    return module == entry or module.startswith(f"{entry}.")


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_only_what_the_table_allows_it(module: str) -> None:
    mine = row(module)
    assert mine is not None, f"{module} has no row in the table"
    ours = {name for name in imported(module) if within(name, "site_builder") or within(name, "forms_service")}

    strangers = {
        name
        for name in ours
        if not within(name, mine) and not any(within(name, allowed) for allowed in MAY_IMPORT[mine])
    }

    assert strangers == set()


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_library_is_known_only_where_it_belongs(module: str) -> None:
    roots = {name.partition(".")[0] for name in imported(module)}

    strangers = {library for library in roots & ONLY.keys() if not any(within(module, home) for home in ONLY[library])}

    assert strangers == set()


def test_every_row_of_the_table_is_a_module() -> None:
    named = {*MAY_IMPORT, *chain(*MAY_IMPORT.values()), *chain(*ONLY.values())}

    assert {entry for entry in named if not any(within(module, entry) for module in MODULES)} == set()


def test_the_table_has_no_circle() -> None:
    order: list[str] = []
    waiting = dict(MAY_IMPORT)
    while waiting:
        ready = [
            entry
            for entry, allowed in waiting.items()
            if not any(other != entry and other in waiting for other in allowed)
        ]
        assert ready, f"these import one another: {sorted(waiting)}"
        order += ready
        for entry in ready:
            del waiting[entry]


def test_the_top_of_the_project_holds_what_the_map_names() -> None:
    fixed = {"content", "roles", "site_builder", "forms_service", "tests", "mkdocs.yml", "pyproject.toml", "README.md"}

    assert {name for name in fixed if not (TOP / name).exists()} == set()
