"""The way from the home page down to a page."""

from site_builder.catalogue import Catalogue

LISTS = {
    "roles": "Roles",
    "pathways": "Pathways",
    "areas": "Areas",
    "organisations": "Organisations",
    "groups": "Kinds of volunteering",
    "contributions": "What volunteers help with",
    "skills": "Skills",
    "interests": "Interests",
    "events": "Events",
    "stories": "Stories",
}
"""The title of the page that lists all of one kind, by its folder."""


def trail(catalogue: Catalogue, path: str, title: str) -> list[tuple[str, str]]:
    """Title and path of each page on the way to the one at `path`, and its own."""
    folder, _, key = path.rstrip("/").partition("/")
    steps = [("Home", "")]
    if key:
        steps.append((LISTS[folder], f"{folder}/"))
    if folder == "roles" and (owner := key.partition("/")[0]) in catalogue.organisations:
        steps.append((catalogue.organisations[owner].title, f"organisations/{owner}/"))
    if folder == "areas" and key:
        around = list(catalogue.around(key))[:0:-1]
        steps += [(catalogue.every_area[outer].title, f"areas/{outer}/") for outer in around]
    return [*steps, (title, path)]
