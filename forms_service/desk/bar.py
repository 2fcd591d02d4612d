"""What stands on top of every page of the desk: who is signed in, for what, and whether letters go out."""

from typing import Any

from flask import g

from forms_service.health import worker_is_silent

from . import blueprint


@blueprint.context_processor
def bar() -> dict[str, Any]:
    if "coordinator" not in g:
        return {}
    organisation = g.catalogue.organisations.get(g.coordinator.organisation)
    areas = [g.catalogue.every_area.get(scope.area) for scope in g.coordinator.scopes]
    return {
        "at_desk": {
            "organisation": organisation.title if organisation else g.coordinator.organisation,
            "areas": [area.title for area in areas if area],
            "letters_stand_still": worker_is_silent(g.db, g.now),
        }
    }
