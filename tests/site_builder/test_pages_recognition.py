"""How volunteers are thanked."""

from reader import section, words
from small_catalogue import catalogue, drawn, role

AWARD = {
    "title": "Fen Award",
    "summary": "For *long* service.",
    "who": "The chief officer",
    "since": "1993",
    "terms": "Nine years.",
    "link": "https://award.example.org/",
    "sources": [{"title": "A page", "seen": "2019-05"}],
}


def test_a_scheme_is_told_whole_with_its_roles() -> None:
    body = drawn(catalogue(role(recognition=["award"]), recognition={"award": AWARD}), "recognition/").body

    assert section(body, "Fen Award") == (
        "For long service. Who gives it The chief officer Since 1993 What earns it Nine years. "
        "More about it Fen Award, on award.example.org Roles 1 role Special constable , Fen Police "
        "Where this comes from A page (May 2019)"
    )


def test_a_role_leads_to_the_scheme_itself() -> None:
    found = catalogue(role(recognition=["award"]), recognition={"award": AWARD})

    assert '<a href="../../../recognition/#award">Fen Award</a>' in drawn(found, "roles/fen/special/").body
    assert '<h2 id="award">Fen Award</h2>' in drawn(found, "recognition/").body


def test_a_site_without_schemes_says_so() -> None:
    assert words(drawn(catalogue(), "recognition/").body).endswith("No scheme is described here yet.")
