"""A build puts a whole release in place or leaves the last one whole, writes only what changed, and only inside."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from site_builder.publish import Release
from site_builder.tree import Tree, Unpublishable


def publish(build: Path, pages: dict[str, str], drawn: dict[str, str] | None = None) -> None:
    release = Release.begin(build)
    for path, text in (drawn or {}).items():
        (release.site.root / path).parent.mkdir(parents=True, exist_ok=True)
        (release.site.root / path).write_text(text)
    release.site.adopt()
    for path, text in pages.items():
        release.site.put(path, text.encode())
    release.service.put("catalogue.json", b"{}")
    release.publish()


def shown(build: Path) -> dict[str, str]:
    site = build / "site"
    return {file.relative_to(site).as_posix(): file.read_text() for file in site.rglob("*") if file.is_file()}


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "build"


def test_a_first_build_makes_the_folder_and_fixed_links_into_the_release(build: Path) -> None:
    publish(build, {"roles/a/index.html": "A"}, drawn={"index.html": "Home"})
    assert shown(build) == {"roles/a/index.html": "A", "index.html": "Home"}
    links = {path.name: os.fspath(path.readlink()) for path in build.iterdir() if path.is_symlink()}
    assert links == {"current": "releases/000001", "site": "current/site", "service": "current/service"}
    assert (build / "service/catalogue.json").read_text() == "{}"


def test_a_page_that_is_gone_from_a_build_is_gone_from_the_site(build: Path) -> None:
    publish(build, {"a.html": "A", "b.html": "B"})
    publish(build, {"a.html": "A"})
    assert shown(build) == {"a.html": "A"}


def test_a_file_that_did_not_change_keeps_its_time_and_one_that_did_gets_a_new_one(build: Path) -> None:
    publish(build, {"same.html": "S", "new.html": "1"}, drawn={"drawn.css": "D", "other.css": "1"})
    before = {name: (build / "site" / name).stat() for name in shown(build)}
    time.sleep(0.02)
    publish(build, {"same.html": "S", "new.html": "2"}, drawn={"drawn.css": "D", "other.css": "2"})
    after = {name: (build / "site" / name).stat() for name in shown(build)}
    same = {name for name in before if before[name].st_mtime_ns == after[name].st_mtime_ns}
    assert same == {"same.html", "drawn.css"}
    assert {name for name in before if before[name].st_ino == after[name].st_ino} == same
    assert shown(build) == {"same.html": "S", "new.html": "2", "drawn.css": "D", "other.css": "2"}


def test_a_published_file_that_somebody_changed_by_hand_is_written_anew(build: Path) -> None:
    publish(build, {"a.html": "right"})
    (build / "site/a.html").write_text("wrong")
    publish(build, {"a.html": "right"})
    assert shown(build) == {"a.html": "right"}


def test_a_published_file_that_somebody_took_away_comes_back(build: Path) -> None:
    publish(build, {"a.html": "A"})
    (build / "site/a.html").unlink()
    publish(build, {"a.html": "A"})
    assert shown(build) == {"a.html": "A"}


@pytest.mark.parametrize("manifest", ["", "[]", '{"site": {"a.html": 1}}', "\0"])
def test_a_harmed_manifest_costs_only_the_time_to_write_all(build: Path, manifest: str) -> None:
    publish(build, {"a.html": "A"})
    (build / "current/manifest.json").write_text(manifest)
    publish(build, {"a.html": "A"})
    assert shown(build) == {"a.html": "A"}


def test_an_abandoned_build_leaves_the_last_one_whole_and_the_folder_clean(build: Path) -> None:
    publish(build, {"a.html": "A"})
    release = Release.begin(build)
    release.site.put("a.html", b"half")
    release.abandon()
    assert shown(build) == {"a.html": "A"}
    assert [path.name for path in (build / "releases").iterdir()] == ["000001"]


def test_abandoning_after_publishing_takes_nothing_back(build: Path) -> None:
    release = Release.begin(build)
    release.site.put("a.html", b"A")
    release.publish()
    release.abandon()
    assert shown(build) == {"a.html": "A"}


def test_the_last_release_but_one_stays_and_older_ones_go(build: Path) -> None:
    for number in "123":
        publish(build, {"a.html": number})
    assert sorted(path.name for path in (build / "releases").iterdir()) == ["000002", "000003"]
    assert (build / "releases/000002/site/a.html").read_text() == "2"


def test_a_reader_of_the_last_release_keeps_it_while_the_next_comes(build: Path) -> None:
    publish(build, {"a.html": "1"})
    held = (build / "current").resolve()
    publish(build, {"a.html": "2"})
    assert (held / "site/a.html").read_text() == "1"


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from site_builder.publish import Release
    release = Release.begin(Path(sys.argv[1]))
    release.site.put("a.html", b"half")
    (release.site.root / "drawn.html").write_text("half")
    print("written", flush=True)
    signal.pause()
"""


def _killed_build(build: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(build)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    return process


def test_a_killed_build_leaves_the_last_one_whole_and_the_next_clears_up_after_it(build: Path) -> None:
    publish(build, {"a.html": "A"})
    process = _killed_build(build)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert shown(build) == {"a.html": "A"}
    publish(build, {"a.html": "B"})
    assert shown(build) == {"a.html": "B"}
    assert sorted(path.name for path in (build / "releases").iterdir()) == ["000001", "000002"]


def test_two_builds_of_one_folder_go_one_after_the_other(build: Path) -> None:
    publish(build, {"a.html": "A"})
    first = _killed_build(build)
    script = "import sys; from pathlib import Path; from site_builder.publish import Release\n"
    script += "Release.begin(Path(sys.argv[1])).publish()"
    second = subprocess.Popen([sys.executable, "-c", script, str(build)], stderr=subprocess.PIPE, text=True)
    assert second.stderr is not None
    assert second.stderr.readline() == f"Another build is writing to {build}; waiting for it to end.\n"
    assert second.poll() is None
    first.kill()
    first.wait()
    assert second.wait(timeout=10) == 0
    assert shown(build) == {}


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../a.html",
        "a/../../b.html",
        "a/..",
        ".",
        "a//b.html",
        "a/",
        "a\\b.html",
        "a\0.html",
        "C:/a",
        "a\n",
    ],
)
def test_a_path_that_is_not_plainly_inside_is_refused_and_nothing_is_written(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    with pytest.raises(Unpublishable) as refusal:
        Tree(root).put(path, b"x")
    assert str(refusal.value) == f"{path!r} is no path inside the site."
    assert list(tmp_path.rglob("*")) == [root]


def test_a_name_with_dots_in_it_is_a_plain_name(tmp_path: Path) -> None:
    Tree(tmp_path).put("..a/b..c.html", b"x")
    assert (tmp_path / "..a/b..c.html").read_bytes() == b"x"


@pytest.mark.parametrize("other", ["roles/A/index.html", "ROLES/a/index.html"])
def test_two_paths_that_differ_only_in_capitals_are_refused(tmp_path: Path, other: str) -> None:
    tree = Tree(tmp_path)
    tree.put("roles/a/index.html", b"1")
    with pytest.raises(Unpublishable) as refusal:
        tree.put(other, b"2")
    assert str(refusal.value) == f"roles/a/index.html and {other} would be one file where capitals don't count."


def test_two_spellings_of_one_letter_are_one_path(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.put("caf\u00e9.html", b"1")
    with pytest.raises(Unpublishable, match="would be one file"):
        tree.put("cafe\u0301.html", b"2")


def test_a_path_is_written_once(build: Path) -> None:
    for twice in ({}, {"a.html": "same"}):
        publish(build, twice)
        release = Release.begin(build)
        release.site.put("a.html", b"same")
        with pytest.raises(Unpublishable, match=r"Two pages would be at a\.html"):
            release.site.put("a.html", b"same")
        release.abandon()


def test_a_page_does_not_overwrite_what_the_theme_drew(build: Path) -> None:
    publish(build, {"a.html": "A"})
    for text in ("A", "other"):
        with pytest.raises(Unpublishable, match=r"Two pages would be at a\.html"):
            publish(build, {"a.html": text}, drawn={"a.html": "drawn"})
        assert shown(build) == {"a.html": "A"}


def test_something_in_the_way_of_a_link_is_named_and_left_alone(build: Path) -> None:
    (build / "site").mkdir(parents=True)
    (build / "site/mine.html").write_text("mine")
    with pytest.raises(Unpublishable) as refusal:
        publish(build, {"a.html": "A"})
    assert str(refusal.value) == (
        f"{build}/site is in the way: it is to be a link to current/site. Move it away, then build again."
    )
    assert (build / "site/mine.html").read_text() == "mine"


def test_the_manifest_has_every_file_of_both_halves(build: Path) -> None:
    publish(build, {"a.html": "A"}, drawn={"b.css": "B"})
    manifest = json.loads((build / "current/manifest.json").read_text())
    assert {name: sorted(entries) for name, entries in manifest.items()} == {
        "site": ["a.html", "b.css"],
        "service": ["catalogue.json"],
    }
