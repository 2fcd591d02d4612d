"""Areas are a tree; a role is offered in its leaves, and a postcode leads to all that it may mean."""

from pathlib import Path

import pytest

from site_builder.catalogue import Catalogue
from site_builder.load import load

GOOD = Path(__file__).parent / "good"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(GOOD / "roles", GOOD / "content", GOOD)


def test_an_area_holds_itself_and_its_parts(catalogue: Catalogue) -> None:
    assert catalogue.within("anyshire") == {"anyshire", "north", "south"}


def test_outwards_from_an_area_stand_those_around_it(catalogue: Catalogue) -> None:
    assert list(catalogue.around("north")) == ["north", "anyshire"]


def test_a_role_offered_in_a_whole_area_is_offered_in_each_part(catalogue: Catalogue) -> None:
    assert catalogue.offered_in(catalogue.roles["anytown-opcc/custody-visitor"]) == {"north", "south"}
    assert catalogue.offered_in(catalogue.roles["anytown/special"]) == {"north"}


def test_a_postcode_on_a_boundary_leads_to_every_area_that_lists_it(catalogue: Catalogue) -> None:
    assert catalogue.areas_of_postcode("AN2") == ("north", "south")
    assert catalogue.areas_of_postcode("ZZ9") == ()
