"""The built static site, served beside the service: for one machine without a web server in front."""

import gzip
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, abort, g, make_response, redirect, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.security import safe_join

from . import policy
from .headers import as_editor, as_open, as_site

OURS = ("interest", "survey", "desk", "mine", "healthz")  # first parts of addresses that the service answers itself
OPEN = ("data/", "feeds/")  # what the pages of other sites may fetch
_TYPES = {
    ".atom": "application/atom+xml",
    ".css": "text/css",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}  # said here, because a machine's own list of types differs from the next one's
_PACKED = _TYPES.keys() - {".woff2"}  # a font is small by itself, and so is a picture

blueprint = Blueprint("site", __name__)


@blueprint.get("/", defaults={"path": ""})
@blueprint.get("/<path:path>")
@policy.public
def page(path: str) -> ResponseReturnValue:
    """A file of the site; a folder is its index.html."""
    if path.partition("/")[0] in OURS:
        abort(404)
    root = g.settings.build / "site"
    found = _inside(root, path)
    if found and found.is_dir() and path and not path.endswith("/"):
        return as_site(make_response(redirect(f"{request.path}/", code=308)))
    if found and (not path or path.endswith("/")):
        found = found / "index.html"
    if found is None or not found.is_file():
        return _not_found(root)
    if found.is_relative_to(root.resolve() / "edit"):
        return as_editor(_file(found), (g.settings.build / "service/editor-policy.txt").read_text("utf-8"))
    return as_open(_file(found)) if path.startswith(OPEN) else as_site(_file(found))


def _inside(root: Path, path: str) -> Path | None:
    """What is there under that address; None for an address that leads out, or that no file can have."""
    joined = safe_join(str(root.resolve()), path) if "\0" not in path else None
    try:
        return Path(joined) if joined and Path(joined).exists() else None
    except OSError:  # too long a name
        return None


def _file(path: Path) -> Response:
    """A file, packed if the browser takes it so and doesn't ask for a part: that is a part of the file as it is."""
    if path.suffix not in _PACKED:
        return send_file(path, mimetype=_TYPES.get(path.suffix), max_age=None)
    packed = request.accept_encodings.quality("gzip") > 0 and "Range" not in request.headers
    response = _packed_file(path) if packed else send_file(path, mimetype=_TYPES[path.suffix], max_age=None)
    response.vary.add("Accept-Encoding")
    return response


def _packed_file(path: Path) -> Response:
    """A file in gzip. The service's own pages are never in it: beside what somebody typed, sizes tell secrets."""
    about = path.stat()
    response = send_file(
        BytesIO(_packed(path, about.st_mtime_ns, about.st_size)),
        mimetype=_TYPES[path.suffix],
        download_name=path.name,
        etag=f"{about.st_mtime_ns}-{about.st_size}-gzip",  # not that of the file as it is: the bytes are others
        last_modified=about.st_mtime,
        max_age=None,
    )
    response.content_encoding = "gzip"
    return response


@lru_cache(maxsize=512)
def _packed(path: Path, _changed: int, _size: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


def _not_found(root: Path) -> Response:
    page = root / "404.html"
    if not page.is_file():
        abort(404)
    response = make_response(page.read_bytes(), 404)
    response.mimetype = "text/html"
    return as_site(response)
