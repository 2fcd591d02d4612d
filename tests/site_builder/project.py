"""A small project that builds a site: the good catalogue, our own mkdocs.yml and theme, a few Markdown pages."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
MARKDOWN = {
    "index.md": "# Welcome\n\nSee [every role](roles/index.md) or [a special](role:anytown/special#time).\n",
    "how-it-works.md": "# How it works\n\nStart [at home](index.md), then meet [them](organisation:anytown#privacy).\n",
    "about.md": "# About\n",
    "privacy.md": "# Privacy\n",
    "accessibility.md": "# Accessibility\n",
    "for-employers.md": "# For employers\n",
    "for-editors.md": "# For editors\n",
}


@dataclass(frozen=True)
class Project:
    root: Path

    @property
    def site(self) -> Path:
        return self.root / "build/site"

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def mkdocs(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "mkdocs", *arguments],
            cwd=self.root,
            env={"PATH": "/usr/bin:/bin", "NO_MKDOCS_2_WARNING": "1", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def built(self, **environment: str) -> Path:
        """The site, after a build that must go well."""
        done = self.mkdocs("build", "--strict", **environment)
        assert done.returncode == 0, done.stderr
        return self.site


def make_project(root: Path) -> Project:
    project = Project(root)
    shutil.copytree(Path(__file__).parent / "good", root, dirs_exist_ok=True)
    theme = f"custom_dir: {REPOSITORY}/site_builder/theme"
    settings = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    project.write("mkdocs.yml", settings.replace("custom_dir: site_builder/theme", theme))
    for name, text in MARKDOWN.items():
        project.write(f"content/pages/{name}", text)
    return project
