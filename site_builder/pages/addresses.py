"""Where each noun of the catalogue has its page."""

from collections.abc import Iterable, Mapping

from site_builder.catalogue import LISTS, Catalogue


def links(catalogue: Catalogue) -> Mapping[str, str]:
    """Names such as `role:cambridgeshire/special-constable` and `list:events` → paths from the top of the site."""
    words = catalogue.vocabulary
    shelves: tuple[tuple[str, str, Iterable[str]], ...] = (
        ("role", "roles", catalogue.roles),
        ("pathway", "pathways", catalogue.pathways),
        ("group", "groups", words.groups),
        ("contribution", "contributions", words.contributions),
        ("skill", "skills", words.skills),
        ("interest", "interests", words.interests),
        ("area", "areas", catalogue.every_area),
        ("organisation", "organisations", catalogue.organisations),
        ("event", "events", catalogue.events),
        ("story", "stories", catalogue.stories),
    )
    lists = {f"list:{folder}": f"{folder}/" for folder in LISTS}
    return lists | {f"{kind}:{key}": f"{folder}/{key}/" for kind, folder, keys in shelves for key in keys}
