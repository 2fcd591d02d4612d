"""The feeds together: where they are, what they tell and when, and that all of them tell the same."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from follower import atom, calendar, dates, fed, json_feed, published, things, titles
from project import Project
from small_catalogue import NOW, SITE, catalogue, event, role

from site_builder.catalogue import LONDON
from site_builder.feeds.channel import MOST
from site_builder.shell import Site

ROLE = "roles/anytown/special.yml"
CITY = role(slug="city", areas=["city"], title="City special")
CHARITY = role(
    organisation="charity",
    slug="friend",
    group="external",
    title="Friend",
    areas=["county"],
    apply={"link": "https://a.org"},
)


def test_everything_and_each_organisation_area_and_group_has_its_three_feeds(built: Project) -> None:
    followed = [
        "",
        *(f"organisations/{key}/" for key in ("anytown", "anytown-opcc", "helpers")),
        *(f"areas/{key}/" for key in ("anyshire", "north", "south", "farshire")),
        *(f"groups/{key}/" for key in ("force-directed", "accountability")),
    ]
    files = ("news.atom", "news.json", "calendar.ics")

    assert set(published(built.site)) == {f"feeds/{page}{file}" for page in followed for file in files}


def test_each_page_that_is_followed_names_its_feeds_for_readers_and_for_programs(built: Project) -> None:
    pages = {"": "", "roles/": "", "events/": ""} | {
        page: page for page in ("organisations/anytown/", "areas/north/", "groups/accountability/")
    }
    for path, page in pages.items():
        html = (built.site / path / "index.html").read_text("utf-8")
        top = "../" * path.count("/")
        for kind, name in (
            ("application/atom+xml", "news.atom"),
            ("application/feed+json", "news.json"),
            ("text/calendar", "calendar.ics"),
        ):
            (line,) = [line for line in html.splitlines() if f'rel="alternate" type="{kind}"' in line]
            assert f'href="{top}feeds/{page}{name}"' in line
        if path:
            assert f'<a href="{top}feeds/{page}calendar.ics">dates for your calendar</a>' in html


def test_a_channel_has_the_roles_of_its_page() -> None:
    files = fed(catalogue(role(), CITY, CHARITY))
    special, city, friend = (
        "Special constable – Fen Police: Open now",
        "City special – Fen Police: Open now",
        "Friend – Kind Hearts: Open now",
    )

    assert sorted(titles(files)) == sorted([special, city, friend])
    assert sorted(titles(files, "organisations/fen/")) == sorted([special, city])
    assert titles(files, "organisations/charity/") == [friend]
    assert sorted(titles(files, "areas/fenland/")) == sorted([special, friend])
    assert sorted(titles(files, "areas/county/")) == sorted([special, city, friend])
    assert titles(files, "groups/external/") == [friend]


@pytest.mark.parametrize(
    ("intakes", "told"),
    [
        ("open", ["Special constable – Fen Police: Open now"]),
        ("waiting_list", ["Special constable – Fen Police: Waiting list"]),
        ([{"opens": "2027-01-04"}], ["Special constable – Fen Police: Opens on 4 January 2027"]),
        ("paused", []),
        ("closed", []),
        ([{"closes": "2026-11-20"}], []),
        ("not_published", []),
    ],
)
def test_a_role_is_news_while_somebody_can_do_something_about_it(intakes: object, told: list[str]) -> None:
    assert titles(fed(catalogue(role(intakes=intakes)))) == told


def test_an_entry_says_in_plain_words_what_when_and_where() -> None:
    files = fed(catalogue(role(intakes=[{"closes": "2026-12-05 12:00", "number": 8}], areas=["fenland", "city"])))
    (entry,) = atom(files).entries
    (item,) = json_feed(files)["items"]
    words = (
        "Be a police officer in your spare time. Closes on 5 December 2026 at 12:00. 8 places. Where: Fenland and Ely."
    )

    assert (entry.summary, item["content_text"]) == (words, words)
    assert (entry.author, item["authors"]) == ("Fen Police", [{"name": "Fen Police"}])
    assert ([tag.term for tag in entry.tags], item["tags"]) == (["Fenland", "Ely"], ["Fenland", "Ely"])
    url = "https://portal.example.org/roles/fen/special/"
    assert (entry.id, entry.link, item["id"], item["url"]) == (url, url, url, url)


def updated(now: datetime, **facts: object) -> tuple[str, object]:
    files = fed(catalogue(role(**facts)), now=now)
    (entry,) = atom(files).entries
    (item,) = json_feed(files)["items"]
    return entry.updated, item.get("date_modified")


@pytest.mark.parametrize(
    ("facts", "when"),
    [
        ({"reviewed": "2026-11-10"}, "2026-11-10T00:00:00+00:00"),
        ({"reviewed": "2026-07-01"}, "2026-07-01T00:00:00+01:00"),
        ({"reviewed": "2026-07-01", "intakes": [{"opens": "2026-11-02"}]}, "2026-11-02T00:00:00+00:00"),
        ({"reviewed": "2026-11-10", "intakes": [{"opens": "2026-11-02"}]}, "2026-11-10T00:00:00+00:00"),
        (
            {"intakes": [{"closes": "2026-10-23"}, {"opens": "2026-09-01", "closes": "2027-01-01"}]},
            "2026-10-24T00:00:00+01:00",
        ),
        ({"reviewed": "2026-11-10", "intakes": [{"closes": "2026-12-05"}]}, "2026-11-10T00:00:00+00:00"),
    ],
)
def test_an_entry_is_as_new_as_its_review_or_its_last_change_of_state(facts: dict[str, object], when: str) -> None:
    assert updated(NOW, **facts) == (when, when)
    assert updated(NOW.replace(hour=23), **facts) == (when, when), "a later build says the same"


def test_a_role_that_tells_no_time_at_all_is_the_oldest_news() -> None:
    files = fed(catalogue(role(), role(slug="known", title="Known", reviewed="2020-01-01")))

    assert titles(files) == ["Known – Fen Police: Open now", "Special constable – Fen Police: Open now"]
    assert updated(NOW) == ("1970-01-01T00:00:00+00:00", None)


def test_a_feed_that_a_role_has_left_is_as_new_as_its_leaving() -> None:
    files = fed(catalogue(role(reviewed="2026-01-01", intakes=[{"closes": "2026-11-20 18:00"}])))

    assert atom(files).feed.updated == "2026-11-20T18:00:00+00:00"
    assert (titles(files), dates(files)) == ([], [])


@pytest.mark.parametrize(
    ("day", "told"), [("2026-09-10", []), ("2026-09-11", ["A talk"]), ("2026-12-03", ["A talk"]), ("2026-12-04", [])]
)
def test_an_event_is_news_from_twelve_weeks_before_it_until_it_is_over(day: str, told: list[str]) -> None:
    files = fed(catalogue(events={"talk": event()}), now=datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=LONDON))
    assert titles(files) == told


def test_an_event_is_told_by_its_organisation_in_its_area_and_in_the_groups_that_it_leads_into() -> None:
    files = fed(catalogue(role(intakes="closed"), events={"talk": event(roles=["fen/special"])}))
    followed = {path.removeprefix("feeds/").removesuffix("news.atom") for path in files if path.endswith("news.atom")}

    assert {page for page in followed if titles(files, page)} == {
        "",
        "organisations/fen/",
        "areas/fenland/",
        "areas/county/",
        "groups/directed/",
    }
    (entry,) = atom(files).entries
    assert entry.summary == "Thursday 3 December 2026, 18:30 to 20:00. The town hall. Come and hear."


def test_a_feed_holds_the_newest_and_a_calendar_the_next() -> None:
    many = [
        role(
            slug=f"special-{day}",
            reviewed=f"2026-10-{day % 28 + 1:02}",
            intakes=[{"closes": f"2027-{day % 12 + 1:02}-05"}],
        )
        for day in range(MOST + 20)
    ]
    files = fed(catalogue(*many))
    times = [entry.updated for entry in atom(files).entries]

    assert len(times) == len(dates(files)) == MOST == 100
    assert times == sorted(times, reverse=True)
    assert "2026-10-01T00:00:00+01:00" not in times
    assert [when for _, when in dates(files)] == sorted(when for _, when in dates(files))
    assert "the 100 newest if there are more" in atom(files).feed.subtitle
    assert "the next 100 if there are more" in calendar(files)["description"]


@pytest.mark.parametrize(("demonstration", "said"), [(True, " (demonstration)"), (False, "")])
def test_every_title_says_what_is_followed_and_whether_it_is_a_demonstration(demonstration: bool, said: str) -> None:
    files = fed(catalogue(role()), site=Site(SITE.name, SITE.url, SITE.form_url, demonstration))

    for page, title in {"": f"Volunteering{said}", "areas/fenland/": f"Volunteering: Fenland{said}"}.items():
        assert atom(files, page).feed.title == title
        assert json_feed(files, page)["title"] == title
        assert [calendar(files, page)[name] for name in ("name", "x-wr-calname")] == [title, title]


def test_each_feed_says_where_it_is_and_which_page_it_goes_with() -> None:
    files = fed(catalogue(role()))
    feed = atom(files, "areas/fenland/").feed

    assert feed.id == "https://portal.example.org/feeds/areas/fenland/news.atom"
    assert [(link.rel, link.href) for link in feed.links] == [
        ("self", "https://portal.example.org/feeds/areas/fenland/news.atom"),
        ("alternate", "https://portal.example.org/areas/fenland/"),
    ]
    other = json_feed(files, "areas/fenland/")
    assert other["feed_url"] == "https://portal.example.org/feeds/areas/fenland/news.json"
    assert other["home_page_url"] == "https://portal.example.org/areas/fenland/"


HOSTILE = [
    "</title></entry><script>alert(1)</script>",
    "Fish & chips; salt, vinegar \\n",
    "]]> ends <![CDATA[ begins",
    "Police 🚓 and 👩🏽‍🚒, " + "🐕" * 60,
    "Ω" * 180,
    'An "odd" \u2028 line',
]


def today(site: Path) -> object:
    """How the special stands in the public data."""
    return json.loads((site / "data/catalogue.json").read_text("utf-8"))["roles"]["anytown/special"]["today"]


@pytest.mark.parametrize("title", HOSTILE)
def test_no_text_breaks_a_feed(title: str) -> None:
    files = fed(catalogue(role(title=title, summary=title, intakes=[{"closes": "2026-12-05"}])))

    assert titles(files) == [f"{title} – Fen Police: Open now"]
    assert [words for words, _ in dates(files)] == [f"{title} closes – Fen Police"]


def test_a_character_that_xml_cannot_hold_is_left_out_of_it() -> None:
    (entry,) = atom(fed(catalogue(role(summary="It rings\x07 and\x00 rings.")))).entries
    assert entry.summary == "It rings and rings. Where: Fenland."


def test_a_closing_date_is_moved_in_one_line_and_right_everywhere(project: Project) -> None:
    """The state and the date in all three feeds, and in the public data."""
    later = "2026-12-06"
    site = project.built(CIP_TODAY=later)
    assert "Special constable" not in " ".join(titles(published(site)))
    assert dates(published(site), "organisations/anytown/") == []
    assert today(site) == {"state": "closed", "words": "Closed", "takes_names": False}

    project.change(ROLE, "closes: 2026-12-05 12:00", "closes: 2026-12-18")

    files = published(project.built(CIP_TODAY=later))
    assert titles(files, "organisations/anytown/") == ["Special constable – Anytown Police: Open now"]
    (entry,) = atom(files, "organisations/anytown/").entries
    (item,) = json_feed(files, "organisations/anytown/")["items"]
    for words in (entry.summary, item["content_text"]):
        assert "Closes on 18 December 2026." in words
    ((title, day),) = dates(files, "organisations/anytown/")
    assert (title, f"{day}") == ("Special constable closes – Anytown Police", "2026-12-18")
    assert today(project.site) == {
        "state": "open",
        "words": "Open now",
        "takes_names": True,
        "until": "2026-12-19T00:00:00Z",
    }


def test_a_hostile_title_in_a_file_is_only_a_title_in_all_that_machines_read(project: Project) -> None:
    title = "</script></title>]]> & 🚓"
    project.write(ROLE, f"title: '{title}'\n" + (project.root / ROLE).read_text("utf-8"))
    project.change("mkdocs.yml", "demonstration: true", "demonstration: false")
    site = project.built(CIP_TODAY="2026-11-21")
    files = published(site)
    html = (site / "roles/anytown/special/index.html").read_text("utf-8")

    assert titles(files, "organisations/anytown/") == [f"{title} – Anytown Police: Open now"]
    assert [words for words, _ in dates(files)] == [f"{title} closes – Anytown Police"]
    assert [thing["title"] for thing in things(html, "JobPosting")] == [title]
    assert things(html, "BreadcrumbList")[0]["itemListElement"][-1]["name"] == f"{title} – Anytown Police"
    assert json.loads((site / "data/catalogue.json").read_text("utf-8"))["roles"]["anytown/special"]["title"] == title


def test_a_second_build_on_the_same_day_leaves_every_feed_as_it_was(project: Project) -> None:
    before = published(project.built(CIP_TODAY="2026-11-21T08:00"))
    assert published(project.built(CIP_TODAY="2026-11-21T21:30")) == before
