"""A role on paper: one or two clean pages with its facts, its dates, and its address in words and as a code."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser
from portal import Portal

A4 = (595, 842)  # points
ROLES = {
    "an open one": "cambridgeshire/special-constable",
    "a closed one": "devon-and-cornwall/puppy-walker",
    "a signposted one": "citizens-advice/witness-service-cambridgeshire",
}
BROKEN = "\ufffe"  # what the reader makes of a hyphen at the end of a line
NOT_ON_PAPER = [
    "How it works",  # the header's
    "Edit this page",
    "I’m interested",
    "On this page",
    "Roles like this",
    "Accessibility",  # the footer's
    "Please don’t give real details",
]


def longest(portal: Portal) -> str:
    pages = (portal.folder / "build/site/roles").glob("*/*/index.html")
    path = max(pages, key=lambda page: (page.stat().st_size, page))
    return f"{path.parent.parent.name}/{path.parent.name}"


def printed(browser: Browser, portal: Portal, role: str, folder: Path) -> pypdfium2.PdfDocument:
    """The role's page as a reader with a dark screen prints it, pictures and backgrounds too."""
    context = browser.new_context(color_scheme="dark", viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{portal.url}/roles/{role}/")
    page.pdf(path=folder / "role.pdf", prefer_css_page_size=True, print_background=True)
    context.close()
    return pypdfium2.PdfDocument(folder / "role.pdf")


@pytest.fixture(params=[*ROLES, "the longest"])
def role(request: pytest.FixtureRequest, portal: Portal) -> str:
    return ROLES.get(request.param) or longest(portal)


@pytest.fixture
def paper(browser: Browser, portal: Portal, role: str, tmp_path: Path) -> Iterator[pypdfium2.PdfDocument]:
    found = printed(browser, portal, role, tmp_path)
    yield found
    found.close()


def words(paper: pypdfium2.PdfDocument) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in paper)


def test_a_role_takes_one_or_two_pages_of_a4(paper: pypdfium2.PdfDocument) -> None:
    assert 1 <= len(paper) <= 2
    assert {(round(page.get_width()), round(page.get_height())) for page in paper} == {A4}


def test_it_has_the_facts_and_the_address_in_words(paper: pypdfium2.PdfDocument, portal: Portal, role: str) -> None:
    told = words(paper)

    assert f"{portal.url}/roles/{role}/" in told.replace(" ", "").replace(BROKEN, "-")
    assert "This role on the web" in told
    assert "What you will do" in told
    assert "Who can" in told


def test_nothing_is_on_paper_that_only_works_on_a_screen(paper: pypdfium2.PdfDocument) -> None:
    told = words(paper)

    assert [each for each in NOT_ON_PAPER if each in told] == []


def test_no_letter_is_cut_off(paper: pypdfium2.PdfDocument) -> None:
    margin = 20  # points; printers leave about as much blank
    for page in paper:
        text = page.get_textpage()
        boxes = [text.get_charbox(number) for number in range(text.count_chars())]
        inked = [box for box in boxes if box[2] > box[0]]

        assert min(left for left, _, _, _ in inked) > margin
        assert max(right for _, _, right, _ in inked) < A4[0] - margin
        assert min(bottom for _, bottom, _, _ in inked) > margin
        assert max(top for _, _, _, top in inked) < A4[1] - margin


def test_it_is_black_on_white_though_the_screen_was_dark(paper: pypdfium2.PdfDocument) -> None:
    for page in paper:
        pixels = bytes(page.render(scale=1, grayscale=True).buffer)

        assert sum(1 for pixel in pixels if pixel > 200) > 0.8 * len(pixels)
        assert min(pixels) < 60


@pytest.mark.parametrize("sharpness", [2, 4])  # about 140 and 290 dots per inch
def test_the_code_is_read_as_the_address(
    paper: pypdfium2.PdfDocument, portal: Portal, role: str, sharpness: int
) -> None:
    drawn = paper[0].render(scale=sharpness, grayscale=True)
    assert drawn.stride == drawn.width
    picture = memoryview(bytes(drawn.buffer)).cast("B", (drawn.height, drawn.width))

    read = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)

    assert [each.text for each in read] == [f"{portal.url}/roles/{role}/"]


def test_the_address_and_its_code_are_not_on_the_screen(browser: Browser, portal: Portal) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{portal.url}/roles/{ROLES['an open one']}/")

    assert not page.locator(".printed").is_visible()
    context.close()
