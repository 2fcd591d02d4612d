"""The equality survey in Chromium: reached from the confirmation, which it is told nothing of."""

from collections import Counter

from playwright.sync_api import Page, expect
from portal import Portal
from steps import apply

COUNTED = "SELECT question, answer, number FROM survey_counts WHERE number > 0"


def test_nothing_leads_from_the_survey_back_to_the_form(bare_page: Page, portal: Portal) -> None:
    apply(bare_page, portal, name="Ana", email="ana.survey@example.org")
    confirmation, before = bare_page.url, counted(portal)
    asked: list[tuple[str, str, dict[str, str]]] = []
    bare_page.on("request", lambda one: asked.append((one.url, one.post_data or "", one.all_headers())))
    bare_page.get_by_role("link", name="Answer a short survey").click()
    bare_page.get_by_label("45 to 54").check()
    bare_page.get_by_role("group", name="What is your sex?").get_by_label("Prefer not to say").check()
    bare_page.get_by_role("button", name="Send").click()

    expect(bare_page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert bare_page.url == f"{portal.url}/survey/cambridgeshire/thanks"
    assert counted(portal) - before == Counter({("age_group", "45-to-54"): 1, ("sex", "prefer-not-to-say"): 1})
    assert bare_page.context.cookies() == []
    id = confirmation.rpartition("/")[2]
    assert [url for url, sent, headers in asked if id in url + sent + str(headers)] == []
    assert asked[0][0].endswith("/survey/cambridgeshire")
    assert "referer" not in asked[0][2]


def counted(portal: Portal) -> Counter[tuple[object, object]]:
    """How often each answer was chosen, by question and answer."""
    return Counter({(question, answer): int(str(number)) for question, answer, number in portal.rows(COUNTED)})
