"""What the build hands over: taken up when it changes, and refused in words when it can't be used."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from forms_service.portal import Portal
from forms_service.published import NotPublished, Published


def change(build: Path, file: str, **changes: Any) -> None:
    """Put a changed file in the old one's place in one step, as the build does."""
    path = build / "service" / file
    made = path.with_suffix(".new")
    made.write_text(json.dumps(json.loads(path.read_text()) | changes))
    os.replace(made, path)  # noqa: PTH105  says what it does


def refusal(build: Path) -> list[str]:
    with pytest.raises(NotPublished) as caught:
        Published.read(build)
    return caught.value.message.split("\n")


def letters(build: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((build / "service/catalogue.json").read_text())["letters"]
    return found


def test_a_build_gives_the_catalogue_and_the_site(build_folder: Path) -> None:
    found = Published.read(build_folder)

    assert "fenshire/special-constable" in found.catalogue.roles
    assert (found.site.name, found.site.demonstration) == ("Volunteer", False)
    assert found.catalogue.letters["received"].body.startswith("Dear {name},")


def test_every_letter_of_a_demonstration_says_so_first(build_folder: Path) -> None:
    change(build_folder, "site.json", demonstration=True)

    opening = "This is a demonstration. Nobody will act on this letter.\n\n"
    assert all(letter.body.startswith(opening) for letter in Published.read(build_folder).catalogue.letters.values())


def test_without_a_build_the_message_says_how_to_make_one(tmp_path: Path) -> None:
    assert refusal(tmp_path) == [
        f"The service needs {tmp_path}/service/site.json, which can't be read (No such file or directory). "
        "Build the site first: cip build"
    ]


def test_a_build_of_another_version_is_refused(build_folder: Path) -> None:
    (build_folder / "service/catalogue.json").write_text('{"roles": []}')
    assert refusal(build_folder)[0] == (
        f"What the build left in {build_folder}/service is of another version. Build the site again: cip build"
    )


def test_content_that_the_service_can_not_work_with_is_named_all_at_once(build_folder: Path) -> None:
    changed = letters(build_folder)
    del changed["received-parent"]
    changed["talk"]["to"] = "team"
    changed["new-interest"]["body"] = "{name} is waiting: {desk_link} {mine_link}"
    changed["new-address"]["subject"] = "Is it yours? {confirm_link}"
    changed["received"]["body"] = "See {desk_link}"
    organisations = json.loads((build_folder / "service/catalogue.json").read_text())["organisations"]
    organisations["fenshire-opcc"]["inbox"] = None
    change(build_folder, "catalogue.json", letters=changed, organisations=organisations)

    assert refusal(build_folder) == [
        "The service can't work with this content:",
        "content/letters has no letter called received-parent",
        "content/letters/received.md: {desk_link} is for the team alone",
        "content/letters/received.md: this letter must say {mine_link}",
        "content/letters/new-address.md: {confirm_link} is for the applicant alone, and not for a subject",
        "content/letters/new-interest.md: a letter to the team can't say {name}: it links to the desk",
        "content/letters/new-interest.md: {mine_link} is for the applicant alone, and not for a subject",
        "content/letters/talk.md: a letter to the team can't say {name}: it links to the desk",
        "content/pathways/joining.yml: a stage sends talk, which is no letter to the applicant",
        "content/pathways/cadets.yml: a stage sends talk, which is no letter to the applicant",
        "roles/fenshire-opcc/custody-visitor.yml: people apply here, but fenshire-opcc has no inbox",
    ]


def test_a_new_build_is_taken_up_without_a_restart(app: Portal, client: FlaskClient, build_folder: Path) -> None:
    client.get("/healthz")
    change(build_folder, "site.json", name="Renamed")
    client.get("/healthz")
    assert app.published.site.name == "Renamed"


def test_a_new_shell_is_taken_up_without_a_restart(client: FlaskClient, build_folder: Path) -> None:
    client.get("/nowhere")
    shell = build_folder / "service/shell.html"
    made = shell.with_suffix(".new")
    made.write_text(shell.read_text().replace("Skip to content", "Another shell"))
    os.utime(made, (1, 1))
    os.replace(made, shell)  # noqa: PTH105  says what it does
    assert "Another shell" in client.get("/nowhere").text


@pytest.mark.parametrize("content", ["{", None])
def test_a_bad_new_build_leaves_the_last_good_one_at_work_and_is_named_once(
    app: Portal, client: FlaskClient, build_folder: Path, caplog: pytest.LogCaptureFixture, content: str | None
) -> None:
    path = build_folder / "service/catalogue.json"
    path.write_text(content) if content else path.unlink()

    for _ in range(3):
        assert client.get("/nowhere").status_code == 404
    assert "fenshire/special-constable" in app.published.catalogue.roles
    assert len([record for record in caplog.records if "new build not taken up" in record.message]) == 1
