"""What the service can be asked, answered as counts."""

import json
from collections.abc import Callable

from sqlalchemy.orm import Session
from world import CAME, NOW

from forms_service import coordinators, interests
from forms_service.interests import Answers
from forms_service.portal import Portal
from site_builder.catalogue import Catalogue


def waiting(app: Portal) -> str:
    result = app.test_cli_runner().invoke(args=["waiting"])
    assert result.exit_code == 0
    return result.output


def test_with_nobody_interested_nobody_waits(app: Portal) -> None:
    assert waiting(app) == "{}\n"


def test_those_who_wait_are_counted_by_role_and_nobody_is_named(
    app: Portal, session: Session, catalogue: Catalogue, answers: Callable[..., Answers]
) -> None:
    """Open interests, and those put off for a better time; whoever has started or withdrawn waits no more."""
    desk = {"name": "Bo", "email": "bo@fenshire.example.org", "organisation": "fenshire", "areas": []}
    bo = coordinators.add(session, catalogue, **desk, now=NOW)
    outcomes = {"fenshire/cadet": ["", "waiting"], "fenshire/special-constable": ["started", "withdrawn", ""]}
    outcomes["fenshire/street-pastor"] = ["not_this_time", "referred"]
    for role, ends in outcomes.items():
        for number, outcome in enumerate(ends):
            [found] = interests.submit(
                session,
                catalogue,
                roles=[catalogue.roles[role]],
                answers=answers(email=f"{outcome or 'open'}.{number}@{role.rpartition('/')[2]}.example.org"),
                form_key=f"{role} {number}",
                came=CAME,
                now=NOW,
                base_url="https://portal.example.org",
            )
            if outcome:
                interests.close(session, found, outcome=outcome, by=bo, version=1, now=NOW)

    assert json.loads(waiting(app)) == {"fenshire/cadet": 2, "fenshire/special-constable": 1}
    assert waiting(app).count("\n") == 1
