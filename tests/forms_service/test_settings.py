"""The settings: what is said, what is taken for granted, and every fault at once."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from forms_service.settings import Keep, MailServer, Settings, SettingsError

SECRET = "c0ffee5e" * 3 + "1a2b9d47"
MAKE = 'Make one with: python -c "import secrets; print(secrets.token_hex(32))"'


def faults(**environ: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.read({"CIP_SECRET_KEY": SECRET} | environ)
    return caught.value.message.split("\n")


def test_a_secret_is_enough_to_start_on_this_machine() -> None:
    found = Settings.read({"CIP_SECRET_KEY": SECRET})

    assert (found.build, found.database_url, found.base_url) == (
        Path("build"),
        "sqlite:///var/portal.db",
        "http://127.0.0.1:8000",
    )
    assert (found.mail_server, found.mail_folder, found.mail_from) == (None, Path("var/mail"), "portal@example.org")
    assert (found.trusted_hosts, found.serve_site, found.production) == (("127.0.0.1",), False, False)
    assert found.trusted_proxies == ()
    assert (found.erasures, found.keep) == (Path("var/erasures.txt"), Keep(6, 3, 12, 12, 12, 12))


def test_everything_can_be_said() -> None:
    found = Settings.read(
        {
            "CIP_SECRET_KEY": SECRET,
            "CIP_BUILD": "/srv/portal/build",
            "CIP_BASE_URL": "https://volunteer.example.org/",
            "TRUSTED_HOSTS": "volunteer.example.org, www.volunteer.example.org",
            "TRUSTED_PROXIES": "127.0.0.1, 10.1.2.0/24,::1",
            "DATABASE_URL": "postgresql://portal@db.example.org/portal",
            "SMTP_URL": "smtp://letters:p%40ss@mail.example.org:2525?starttls",
            "CIP_MAIL_FROM": "volunteer@example.org",
            "CIP_MAIL_FOLDER": "/srv/portal/mail",
            "CIP_SERVE_SITE": "yes",
            "CIP_ERASURES": "/srv/apart/erasures.txt",
            "CIP_KEEP_OPEN": "1",
            "CIP_KEEP_UNANSWERED": "2",
            "CIP_KEEP_NOT_THIS_TIME": "3",
            "CIP_KEEP_STARTED": "4",
            "CIP_KEEP_WAITING": "5",
            "CIP_KEEP_LETTERS": "120",
        }
    )

    assert found == Settings(
        secret_key=SECRET,
        build=Path("/srv/portal/build"),
        base_url="https://volunteer.example.org",
        trusted_hosts=("volunteer.example.org", "www.volunteer.example.org"),
        trusted_proxies=(ip_network("127.0.0.1"), ip_network("10.1.2.0/24"), ip_network("::1")),
        database_url="postgresql://portal@db.example.org/portal",
        mail_server=MailServer("mail.example.org", 2525, "letters", "p@ss", "starttls"),
        mail_from="volunteer@example.org",
        mail_folder=Path("/srv/portal/mail"),
        serve_site=True,
        erasures=Path("/srv/apart/erasures.txt"),
        keep=Keep(open=1, unanswered=2, not_this_time=3, started=4, waiting=5, letters=120),
    )
    assert found.production


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 25, "", "", "none")),
        ("smtp://mail.example.org?starttls", MailServer("mail.example.org", 587, "", "", "starttls")),
        ("smtps://a:b@mail.example.org", MailServer("mail.example.org", 465, "a", "b", "tls")),
    ],
)
def test_a_mail_server_is_one_address(url: str, server: MailServer) -> None:
    read = Settings.read({"CIP_SECRET_KEY": SECRET, "SMTP_URL": url, "CIP_MAIL_FROM": "a@example.org"})
    assert read.mail_server == server


def test_every_fault_is_named_at_once() -> None:
    assert faults(
        CIP_SECRET_KEY="",
        CIP_BASE_URL="https://volunteer.example.org",
        DATABASE_URL="mysql://db",
        SMTP_URL="mail.example.org",
        CIP_SERVE_SITE="perhaps",
    ) == [
        f"CIP_SECRET_KEY is not set. {MAKE}",
        "TRUSTED_HOSTS is not set, and a portal on https needs it. For this one: TRUSTED_HOSTS=volunteer.example.org",
        "SMTP_URL is no mail server. Write smtps://user:password@host:port, or smtp://host:port?starttls",
        "CIP_MAIL_FROM is not set. Letters need a sender: write an address that the mail server may send from",
        "DATABASE_URL is no database. Write sqlite:///var/portal.db, or postgresql://user:password@host/name",
        "CIP_SERVE_SITE is neither yes nor no",
    ]


def test_a_key_drawn_by_chance_may_hold_any_run_of_digits() -> None:
    drawn = "5e3e267ef8c2247058d28424b1ccd727f2be66c1234bcab938e9bd48c59d78e6"

    assert Settings.read({"CIP_SECRET_KEY": drawn}).secret_key == drawn


@pytest.mark.parametrize(
    "secret", ["a" * 32, "changeme" * 8, "0123456789" * 4, "your-secret-key-goes-in-this-place", "abcdefgh" * 4]
)
def test_a_secret_that_can_be_guessed_is_refused(secret: str) -> None:
    assert faults(CIP_SECRET_KEY=secret) == [f"CIP_SECRET_KEY can be guessed. {MAKE}"]


def test_a_short_secret_is_refused_with_its_length() -> None:
    assert faults(CIP_SECRET_KEY=SECRET[:31]) == [f"CIP_SECRET_KEY has 31 characters, and needs at least 32. {MAKE}"]


@pytest.mark.parametrize(
    "url", ["volunteer.example.org", "ftp://example.org", "https://", "http://a:99999", "http://[a"]
)
def test_a_base_url_that_is_no_web_address_is_refused(url: str) -> None:
    assert faults(CIP_BASE_URL=url) == [
        "CIP_BASE_URL is no web address. Write where people reach the portal, such as https://volunteer.example.org"
    ]


def test_a_base_url_has_no_path() -> None:
    assert faults(CIP_BASE_URL="http://example.org/volunteer") == [
        "CIP_BASE_URL has more than a scheme and a host. Write it like https://volunteer.example.org"
    ]


def test_trusted_hosts_that_leave_out_our_own_are_refused() -> None:
    assert faults(CIP_BASE_URL="http://example.org", TRUSTED_HOSTS="example.com") == [
        "TRUSTED_HOSTS leaves out the host of CIP_BASE_URL. Add example.org"
    ]


@pytest.mark.parametrize("proxies", ["localhost", "10.0.0.1/8", "0.0.0.0/0", "::/0", "1"])
def test_a_proxy_is_an_address_or_a_network_that_not_everybody_is_in(proxies: str) -> None:
    assert faults(TRUSTED_PROXIES=f"127.0.0.1, {proxies}") == [
        f"TRUSTED_PROXIES holds {proxies}, which is no address of a web server. Write it like 127.0.0.1"
    ]


@pytest.mark.parametrize("address", ["nobody", "a@b@c", "a b@example.org", "é@example.org", "a@example.org\nBcc: b"])
def test_a_sender_that_is_no_address_is_refused(address: str) -> None:
    assert faults(CIP_MAIL_FROM=address) == [
        "CIP_MAIL_FROM is no email address. Write it like volunteering@example.org"
    ]


def test_settings_that_are_shown_show_no_secret() -> None:
    found = Settings.read(
        {"CIP_SECRET_KEY": SECRET, "SMTP_URL": "smtps://user:canary@mail.example.org", "CIP_MAIL_FROM": "a@example.org"}
    )
    assert SECRET not in repr(found)
    assert "canary" not in repr(found) + repr(found.mail_server)


@pytest.mark.parametrize(
    ("url", "list_"),
    [
        ("sqlite:////srv/portal/portal.db", "/srv/portal/erasures.txt"),
        ("sqlite:///portal.db?timeout=5", "erasures.txt"),
        ("postgresql://portal@db.example.org/portal", "var/erasures.txt"),
    ],
)
def test_the_list_of_erasures_lies_beside_a_database_that_is_a_file(url: str, list_: str) -> None:
    assert Settings.read({"CIP_SECRET_KEY": SECRET, "DATABASE_URL": url}).erasures == Path(list_)


@pytest.mark.parametrize("months", ["0", "121", "never", "6.5", "-1", "٦", "0000006"])
def test_a_period_is_a_number_of_months(months: str) -> None:
    assert faults(CIP_KEEP_OPEN=months) == [f"CIP_KEEP_OPEN is {months!r}. Write a number of months from 1 to 120"]
