"""How the service is doing, in numbers."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker
from world import CAME, NOW, Clock

from forms_service import coordinators, interests, outbox
from forms_service.interests import Answers
from forms_service.models import Letter
from forms_service.portal import Portal
from site_builder.catalogue import Catalogue


def metrics(app: Portal) -> dict[str, str]:
    """The samples, by name and label."""
    result = app.test_cli_runner().invoke(args=["metrics"])
    assert result.exit_code == 0
    samples = [line for line in result.output.splitlines() if not line.startswith("#")]
    return dict(line.rsplit(" ", 1) for line in samples)


def test_a_new_service_counts_nothing_and_has_no_worker(app: Portal, build_folder: Path) -> None:
    os.utime(build_folder / "service", (NOW.timestamp() - 3600,) * 2)
    found = metrics(app)
    [size] = [found.pop(name) for name in list(found) if name.startswith("cip_database_bytes")]
    assert int(float(size)) > 10_000
    assert found == {
        'cip_letters{state="waiting"}': "0",
        'cip_letters{state="failed"}': "0",
        "cip_oldest_waiting_letter_seconds": "0",
        'cip_interests{state="open"}': "0",
        **{f'cip_interests{{state="{outcome}"}}': "0" for outcome in OUTCOMES},
        "cip_interests_set_aside": "0",
        "cip_interests_overdue": "0",
        "cip_build_age_seconds": "3600",
    }


OUTCOMES = ["started", "not_this_time", "withdrawn", "referred", "waiting", "lapsed", "not_real"]


def test_letters_interests_and_the_worker_are_counted_and_aged(
    app: Portal,
    sessions: sessionmaker[Session],
    catalogue: Catalogue,
    answers: Callable[..., Answers],
    clock: Clock,
) -> None:
    outbox.beat(sessions, now=NOW)
    desk = {"name": "Bo", "email": "bo@fenshire.example.org", "organisation": "fenshire", "areas": []}
    with sessions() as session:
        bo = coordinators.add(session, catalogue, **desk, now=NOW)
        made = [
            interests.submit(
                session,
                catalogue,
                roles=[catalogue.roles["fenshire/special-constable"]],
                answers=answers(),
                form_key=f"key {number}",
                came=CAME,
                now=NOW,
                base_url="https://portal.example.org",
            )[0]
            for number in range(3)
        ]
        interests.close(session, made[0], outcome="started", by=bo, version=1, now=NOW)
        session.execute(update(Letter).where(Letter.interest_id == made[1].id).values(failed_at=NOW))
        session.commit()
    clock.forward(days=11)
    found = metrics(app)

    assert found['cip_letters{state="waiting"}'] == "4"
    assert found['cip_letters{state="failed"}'] == "2"
    assert found["cip_oldest_waiting_letter_seconds"] == found["cip_worker_silent_seconds"] == "950400"
    assert (found['cip_interests{state="open"}'], found['cip_interests{state="started"}']) == ("2", "1")
    assert found["cip_interests_overdue"] == "2"


def test_it_is_the_text_that_prometheus_reads(app: Portal) -> None:
    output = app.test_cli_runner().invoke(args=["metrics"]).output
    line = re.compile(r"# HELP cip_\w+ \S.*|# TYPE cip_\w+ gauge|cip_\w+(\{\w+=\"\w+\"\})? -?\d+(\.\d+)?(e[+-]?\d+)?")
    assert [said for said in output.splitlines() if not line.fullmatch(said)] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_can_ask_for_them_over_the_web(app: Portal) -> None:
    assert [str(rule) for rule in app.url_map.iter_rules() if "metric" in str(rule)] == []
