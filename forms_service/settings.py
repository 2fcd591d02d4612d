"""The settings of the service, read from the environment once, with every fault in one message."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from .trouble import Trouble

SHORTEST_SECRET = 32
FEWEST_DIFFERENT = 10  # characters in a secret; "aaaa…" and "changemechangeme…" have fewer
# Words that stand in examples. None may turn up in a key that was drawn by chance: `1234` did, in one of a thousand.
PLACEHOLDERS = ("change", "secret", "password", "example", "placeholder", "your-", "1234567890")


class SettingsError(Trouble):
    """What is wrong with the settings: a line each."""


@dataclass(frozen=True)
class MailServer:
    """Where letters go out. `security` is "none", "starttls" or "tls" from the first byte."""

    host: str
    port: int
    user: str
    password: str
    security: str

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port}, {self.security})"  # never the password


@dataclass(frozen=True)
class Keep:
    """For how many months a person's details stay: the words of the organisations' notices say the same.

    `open` counts from the last contact, and holds for whatever came to nothing; `unanswered` does too, for somebody
    under 18 of whom nothing more was heard; `letters` from the day when one went out; the others from the outcome.
    """

    open: int = 6
    unanswered: int = 3
    not_this_time: int = 12
    started: int = 12
    waiting: int = 12
    letters: int = 12


KEEP = {
    "CIP_KEEP_OPEN": "open",
    "CIP_KEEP_UNANSWERED": "unanswered",
    "CIP_KEEP_NOT_THIS_TIME": "not_this_time",
    "CIP_KEEP_STARTED": "started",
    "CIP_KEEP_WAITING": "waiting",
    "CIP_KEEP_LETTERS": "letters",
}
LONGEST_KEPT = 120  # months


@dataclass(frozen=True)
class Settings:
    """What an operator decides. `mail_server` None: letters are written to `mail_folder`.

    `trusted_proxies` are web servers whose word is taken for who asks and by what scheme.
    """

    secret_key: str
    build: Path = Path("build")
    base_url: str = "http://127.0.0.1:8000"
    database_url: str = "sqlite:///var/portal.db"
    mail_server: MailServer | None = None
    mail_folder: Path = Path("var/mail")
    mail_from: str = ""
    erasures: Path = Path("var/erasures.txt")
    keep: Keep = Keep()
    trusted_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    serve_site: bool = False

    @property
    def production(self) -> bool:
        """Whether the portal is reached by https."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or ""

    def __repr__(self) -> str:
        return f"Settings({self.base_url}, build {self.build})"  # never a secret

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """Raises SettingsError, which names every fault."""
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        faults = [*_secret_faults(given), *_address_faults(given), *_mail_faults(given), *_other_faults(given)]
        faults += _keep_faults(given)
        if faults:
            raise SettingsError("\n".join(faults))
        base_url = given.get("CIP_BASE_URL", cls.base_url).rstrip("/")
        host = str(urlsplit(base_url).hostname)
        return cls(
            secret_key=given["CIP_SECRET_KEY"],
            build=Path(given.get("CIP_BUILD", cls.build)),
            base_url=base_url,
            database_url=given.get("DATABASE_URL", cls.database_url),
            mail_server=mail_server(given["SMTP_URL"]) if "SMTP_URL" in given else None,
            mail_folder=Path(given.get("CIP_MAIL_FOLDER", cls.mail_folder)),
            mail_from=given.get("CIP_MAIL_FROM", "portal@example.org"),
            erasures=Path(given["CIP_ERASURES"]) if "CIP_ERASURES" in given else _erasures_beside(given),
            keep=Keep(**{field: int(given[name]) for name, field in KEEP.items() if name in given}),
            trusted_hosts=_hosts(given) or (host,),
            trusted_proxies=tuple(ip_network(one) for one in _listed(given, "TRUSTED_PROXIES")),
            serve_site=given.get("CIP_SERVE_SITE") == "yes",
        )


def mail_server(url: str) -> MailServer:
    """`smtp://user:password@host:port`, `smtp://…?starttls` or `smtps://…`. Raises ValueError for anything else."""
    parts = urlsplit(url)
    known = parts.scheme in ("smtp", "smtps") and not parts.path.strip("/") and parts.query in ("", "starttls")
    if not known or not parts.hostname:
        raise ValueError(url)
    tls, starttls = parts.scheme == "smtps", parts.query == "starttls"
    return MailServer(
        host=parts.hostname,
        port=parts.port or (465 if tls else 587 if starttls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security="tls" if tls else "starttls" if starttls else "none",
    )


def _secret_faults(given: Mapping[str, str]) -> Iterator[str]:
    secret = given.get("CIP_SECRET_KEY", "")
    make = 'Make one with: python -c "import secrets; print(secrets.token_hex(32))"'
    if not secret:
        yield f"CIP_SECRET_KEY is not set. {make}"
    elif len(secret) < SHORTEST_SECRET:
        yield f"CIP_SECRET_KEY has {len(secret)} characters, and needs at least {SHORTEST_SECRET}. {make}"
    elif len(set(secret)) < FEWEST_DIFFERENT or any(word in secret.lower() for word in PLACEHOLDERS):
        yield f"CIP_SECRET_KEY can be guessed. {make}"


def _address_faults(given: Mapping[str, str]) -> Iterator[str]:
    base = _split(given.get("CIP_BASE_URL", Settings.base_url))
    if base is None or base.scheme not in ("http", "https") or not base.hostname or base.query or base.fragment:
        yield "CIP_BASE_URL is no web address. Write where people reach the portal, such as https://volunteer.example.org"
        return
    if base.path.strip("/") or base.username:
        yield "CIP_BASE_URL has more than a scheme and a host. Write it like https://volunteer.example.org"
    if base.scheme == "https" and not _hosts(given):
        yield f"TRUSTED_HOSTS is not set, and a portal on https needs it. For this one: TRUSTED_HOSTS={base.hostname}"
    elif _hosts(given) and base.hostname not in _hosts(given):
        yield f"TRUSTED_HOSTS leaves out the host of CIP_BASE_URL. Add {base.hostname}"


def _mail_faults(given: Mapping[str, str]) -> Iterator[str]:
    if "SMTP_URL" in given:
        try:
            mail_server(given["SMTP_URL"])
        except ValueError:
            yield "SMTP_URL is no mail server. Write smtps://user:password@host:port, or smtp://host:port?starttls"
        if "CIP_MAIL_FROM" not in given:
            yield "CIP_MAIL_FROM is not set. Letters need a sender: write an address that the mail server may send from"
    address = given.get("CIP_MAIL_FROM", "portal@example.org")
    if address.count("@") != 1 or not address.isascii() or not address.isprintable() or " " in address:
        yield "CIP_MAIL_FROM is no email address. Write it like volunteering@example.org"


def _other_faults(given: Mapping[str, str]) -> Iterator[str]:
    url = given.get("DATABASE_URL", Settings.database_url)
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        yield "DATABASE_URL is no database. Write sqlite:///var/portal.db, or postgresql://user:password@host/name"
    for proxy in _listed(given, "TRUSTED_PROXIES"):
        if not _is_proxy(proxy):
            yield f"TRUSTED_PROXIES holds {proxy}, which is no address of a web server. Write it like 127.0.0.1"
    if given.get("CIP_SERVE_SITE", "no") not in ("yes", "no"):
        yield "CIP_SERVE_SITE is neither yes nor no"


def _erasures_beside(given: Mapping[str, str]) -> Path:
    """The list of erasures lies beside the database where that is a file."""
    kind, _, file = given.get("DATABASE_URL", Settings.database_url).partition(":///")
    return Path(file.partition("?")[0]).with_name(Settings.erasures.name) if kind == "sqlite" else Settings.erasures


def _keep_faults(given: Mapping[str, str]) -> Iterator[str]:
    for name in KEEP:
        months = given.get(name, "1")
        if not (months.isascii() and months.isdigit() and len(months) < 4 and 1 <= int(months) <= LONGEST_KEPT):
            yield f"{name} is {months!r}. Write a number of months from 1 to {LONGEST_KEPT}"


def _hosts(given: Mapping[str, str]) -> tuple[str, ...]:
    return _listed(given, "TRUSTED_HOSTS")


def _listed(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in given.get(name, "").split(",") if one.strip())


def _is_proxy(text: str) -> bool:
    """An address, or a network that is not the whole internet: anybody could tell us anything then."""
    try:
        return ip_network(text).prefixlen > 0
    except ValueError:
        return False


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  reading it is the check
    except ValueError:
        return None
    return parts
