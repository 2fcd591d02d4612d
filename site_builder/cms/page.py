"""The files of /edit/, and the Content-Security-Policy that it alone has."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from site_builder.catalogue import Catalogue

from .configuration import Editor, configuration

PACKAGES = Path(__file__).parents[2] / "node_modules"
MISSING = "The site is built without /edit/, because Decap CMS is not installed. To have it: npm ci --omit=dev"

_OURS = Path(__file__).with_name("edit")
_FROM_NPM = ("decap-cms/dist/decap-cms.js", "js-yaml/dist/js-yaml.min.js")
_SPOKEN_TO = ("api_root", "base_url", "gateway_url", "identity_url")  # Decap's settings that are addresses


def installed() -> bool:
    """Whether the npm packages are there that the page is made of."""
    return all((PACKAGES / path).is_file() for path in _FROM_NPM)


def files(catalogue: Catalogue, editor: Editor) -> dict[str, bytes]:
    """The files of /edit/ by their path in the site. OSError unless the packages are `installed`."""
    paths = [*(PACKAGES / path for path in _FROM_NPM), *_OURS.iterdir()]
    made = {f"edit/{path.name}": path.read_bytes() for path in paths}
    return {**made, "edit/config.json": json.dumps(configuration(catalogue, editor)).encode()}


def content_policy(editor: Editor) -> str:
    """Decap compiles its own check of the configuration (eval), writes its styles into the page, and speaks to where
    the files are kept. Nothing else is let in or out."""
    addresses = [editor.local, *(editor.backend.get(name, "") for name in _SPOKEN_TO)]
    origins = {"://".join(urlsplit(address)[:2]) for address in addresses if urlsplit(address).netloc}
    spoken_to = " ".join(["'self'", *sorted(origins)])
    return (
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src {spoken_to}; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
