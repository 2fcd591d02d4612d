"""The delivery plan."""

from reader import headings, section, words
from small_catalogue import catalogue, drawn, strand


def test_an_action_tells_its_owner_what_should_come_of_it_its_state_and_the_next_report() -> None:
    action = {"what": "Do it", "owner": "The board", "outcome": "It *works*.", "state": "Done.", "next_report": "2017"}
    body = drawn(catalogue(plan={"first": strand(actions=[action])}), "plan/").body

    assert headings(body) == ["First strand"]
    assert section(body, "First strand") == (
        "More roles . Fen Police Kind Hearts Do it Who sees to it: The board What should come of it: It works . "
        "How far it has come: Done. Next report: 2017 Where this comes from: A paper (7 October 2016)"
    )
    assert '<h2 id="first">' in body


def test_what_the_paper_does_not_say_is_not_made_up() -> None:
    body = drawn(catalogue(plan={"first": strand(actions=[{"what": "Do it"}])}), "plan/").body

    assert section(body, "First strand").count("the paper doesn’t say.") == 4


def test_a_site_without_a_plan_says_so() -> None:
    assert words(drawn(catalogue(), "plan/").body).endswith("No plan is described here yet.")
