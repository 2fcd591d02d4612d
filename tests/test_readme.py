"""The README names every command and every setting, and what it tells people to type works."""

import re
import shutil
from pathlib import Path

import click
import yaml

from forms_service.cli import COMMANDS
from site_builder.catalogue import Catalogue
from site_builder.cli import main
from site_builder.load import load

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text("utf-8")


def commands(group: click.Group) -> set[str]:
    return {
        f"{name} {inner}" if inner else name
        for name, command in group.commands.items()
        for inner in (commands(command) if isinstance(command, click.Group) else {""})
    }


def test_every_make_target_is_named() -> None:
    (targets,) = re.findall(r"^\.PHONY: (.*)$", (TOP / "Makefile").read_text("utf-8"), re.MULTILINE)

    assert [target for target in targets.split() if f"`make {target}`" not in README] == []


def test_every_command_of_the_editors_is_named() -> None:
    assert [name for name in commands(main) if f"cip {name}" not in README] == []


def test_every_command_of_the_operators_is_named() -> None:
    service = click.Group(commands={str(command.name): command for command in COMMANDS})

    assert [name for name in commands(service) if f"`{name}" not in README] == []


def test_every_setting_is_named() -> None:
    code = "".join(path.read_text("utf-8") for path in (TOP / "forms_service").rglob("*.py"))
    used = set(re.findall(r'"(CIP_[A-Z_]+|[A-Z]+_URL|TRUSTED_[A-Z]+|PORT)"', code))
    used |= set(re.findall(r"!ENV \[([A-Z_]+)", (TOP / "mkdocs.yml").read_text("utf-8")))

    assert len(used) > 8, "the pattern still finds the settings"
    assert sorted(name for name in used if f"`{name}`" not in README) == []


def test_the_role_of_the_five_steps_is_enough(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    role = "\n".join(line.removeprefix("   ") for line in example.splitlines())
    assert yaml.safe_load(role)["extends"] == "special-constable"
    roles = shutil.copytree(TOP / "roles", tmp_path / "more")  # all of them, because events and stories name some
    (roles / "cambridgeshire/wisbech.yml").write_text(role, "utf-8")

    catalogue = load(roles, TOP / "content", tmp_path)

    assert isinstance(catalogue, Catalogue)
    assert catalogue.roles["cambridgeshire/wisbech"].title == "Special constable"


def test_every_path_of_the_map_is_there() -> None:
    (drawn,) = re.findall(r"## The map\n\n```\n(.*?)```", README, re.DOTALL)
    named = [
        (TOP / package / name)
        for package, lines in re.findall(r"^(\w+)/ .*\n((?:  .*\n)*)", drawn, re.MULTILINE)
        for name in re.findall(r"\b[a-z_]+(?:\.py|/)(?= |$)", lines, re.MULTILINE)
    ]

    assert len(named) > 15, "the pattern still finds the paths"
    assert [str(path) for path in named if not path.exists()] == []
