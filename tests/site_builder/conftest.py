"""Projects that build a site: one for each test to change, one built for all to look at."""

from pathlib import Path

import pytest
from project import Project, make_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that has been built as of 21 November 2026, to be looked at only."""
    project = make_project(tmp_path_factory.mktemp("built"))
    project.built(CIP_TODAY="2026-11-21", CIP_BASE_URL="https://volunteer.example.org/portal")
    return project
