"""Pages outside: what is read of them, and everything that is never asked. The servers are real; nothing is feigned."""

import datetime as dt
import ssl
import time
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from esn.core.outside import addresses, asking, child
from tests.core.outside_site import ELSEWHERE, HERE, Site, drips, pours, resolving, site
from tests.feeds.pictures import SVG, picture

WELL = """<!doctype html><html><head><title>The  title</title>
<meta property="og:title" content="Oak &amp; ash"><meta name="description" content="Plain words">
<meta property="og:description" content="How to oil a table"><meta property="og:site_name" content="The workshop">
<meta property="og:image" content="/table.png"></head><body><title>No</title></body></html>"""
# Ways to write 127.0.0.2 and other places within, as browsers, resolvers and libraries have read them.
WITHIN = [
    "127.0.0.2", "127.0.0.2.", "2130706434", "0x7f000002", "0x7f.0.0.2", "0x7f.0x0.0x0.0x2", "0177.0.0.2",
    "0177.0.0.02", "017700000002", "127.2", "127.0.2", "0177.2", "0x7f.2", "127.0.0.2%00.example.org",
    "127.0.0.2%2f", "１２７.0.0.2", "①②⑦.0.0.2", "127。0。0。2", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]",
    "[0:0:0:0:0:ffff:127.0.0.2]", "[::127.0.0.2]", "[64:ff9b::127.0.0.2]", "[64:ff9b:1::7f00:2]",
    "[2002:7f00:2::]", "[2001:0:4136:e378:8000:63bf:80ff:fffd]", "[::1]", "[::]", "[0:0:0:0:0:0:0:0]",
    "[fe80::1]", "[fe80::1%25lo]", "[fec0::1]", "[fc00::1]", "[fd12::1]", "[ff02::1]", "[3fff::1]", "[5f00::1]",
    "[100::1]", "[2001:db8::1]", "0", "0.0.0.0", "00.0.0.0", "0x0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
    "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "[::ffff:a9fe:a9fe]",
    "[fd00:ec2::254]", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.88.99.1", "198.18.0.1",
    "203.0.113.7", "224.0.0.1", "240.0.0.1", "255.255.255.255", "localhost", "LOCALHOST", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "localhost.",
]  # fmt: skip


@pytest.fixture
def web(settings: Settings) -> Iterator[Site]:
    """A server in the one network that is open."""
    with site() as server:
        settings.PREVIEW_NETWORKS = [f"{HERE}/32"]
        settings.PREVIEW_PORTS = [server.port]
        yield server


@pytest.fixture
def within(web: Site) -> Iterator[Site]:
    """A server beside it, at the same port, that nobody may reach."""
    with site(ELSEWHERE, web.port) as sentinel:
        sentinel.page("/", WELL)
        yield sentinel


def _refused(url: str) -> str:
    """Why nothing is shown of a page; asked in this process, where every connection is as real."""
    with pytest.raises(addresses.RefusedError) as refused:
        child.look(asking.order(url, asking.PAGE))
    return refused.value.code


def _refused_there(url: str) -> str:
    """The same in the process with limits."""
    with pytest.raises(asking.RefusedError) as refused:
        asking.look_at(url)
    return refused.value.code


def _title(url: str) -> str:
    return str(child.look(asking.order(url, asking.PAGE))["title"])


# What is read -------------------------------------------------------------------------------------------------------


def test_a_page_says_what_it_is(web: Site) -> None:
    found = asking.look_at(web.page("/oak", WELL))
    assert found == asking.OutsidePage(
        "Oak & ash", "How to oil a table", "The workshop", HERE, f"{web.address}/table.png"
    )


def test_a_page_that_says_little_has_its_title(web: Site) -> None:
    found = asking.look_at(web.page("/", "<TITLE> Only this &lt;script&gt;</TITLE>"))
    assert (found.title, found.description, found.site, found.picture) == (" Only this <script>", "", "", "")


def test_what_is_asked_says_nothing_of_who_asks(web: Site) -> None:
    web.moved("/a", "/b")
    web.page("/b", WELL, Set_Cookie="seen=1")
    asking.look_at(f"{web.address}/a#place")
    assert web.asked == ["/a", "/b"]
    for headers in web.headers:
        assert set(headers) == {"Host", "User-Agent", "Accept-Encoding", "Accept-Language", "Accept"}
        assert headers["Host"] == f"{HERE}:{web.port}"
        assert headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    ("body", "kind", "title"),
    [
        ("<title>Chêne</title>".encode(), "text/html", "Chêne"),
        ("<title>Chêne</title>".encode("latin-1"), "text/html; charset=ISO-8859-1", "Chêne"),
        ("<title>Chêne – 10 €</title>".encode("cp1252"), "text/html", "Chêne – 10 €"),
        ("<meta charset=windows-1252><title>€</title>".encode("cp1252"), "text/html; charset=nothing-known", "€"),
        ("<meta charset='shift_jis'><title>木</title>".encode("shift_jis"), "text/html", "木"),
        ("<title>木</title>".encode("utf-16"), "text/html; charset=utf-16", "木"),
        (b"<title>a\xff\xfe\x00b</title>", "text/html; charset=utf-8", "a\ufffd\ufffd\x00b"),
        (b"<title>fine</title>", "text/html; charset=zip", "fine"),
        (b"<title>+ADw-script+AD4-</title>", "text/html; charset=utf-7", "+ADw-script+AD4-"),
        (b"<title>\\u003cb</title>", "text/html; charset=unicode_escape", "\\u003cb"),
    ],
    ids=["utf-8", "latin", "old", "named", "japanese", "utf-16", "broken", "no text", "utf-7", "escapes"],
)
def test_letters_are_read_in_the_encoding_they_came_in(web: Site, body: bytes, kind: str, title: str) -> None:
    assert _title(web.page("/", body, kind)) == title


def test_of_a_page_without_an_end_the_beginning_is_read(web: Site) -> None:
    assert asking.look_at(web.does("/", pours)).title == "A long one"


def test_a_title_behind_the_beginning_is_not_found(web: Site) -> None:
    late = "<meta name=x>" * 60_000 + "<title>Late</title>"
    assert _title(web.page("/", late)) == ""


def test_a_page_that_is_only_depth_ends_in_time(web: Site) -> None:
    begun = time.monotonic()
    asking.look_at(web.page("/deep", "<div>" * 100_000 + "<title>Deep</title>"))
    asking.look_at(web.page("/open", "<meta " + "a=" * 250_000))
    asking.look_at(web.page("/marks", "<!" * 250_000))
    assert time.monotonic() - begun < 3 * (asking.SECONDS + 5)


# What is not a page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "text/plain", "application/json", "", "text/htmlx"])
def test_what_is_no_page_is_not_read(web: Site, kind: str) -> None:
    assert _refused(web.page("/", WELL, kind)) == "type"


def test_a_picture_that_is_nowhere_is_none(web: Site) -> None:
    found = child.look(
        asking.order(web.page("/", "<title>A</title><meta property=og:image content='http://[::1'>"), asking.PAGE)
    )
    assert (found["title"], found["picture"]) == ("A", "")


def test_what_is_packed_is_not_unpacked(web: Site) -> None:
    assert _refused(web.page("/", b"\x1f\x8b" + b"\x00" * 100, Content_Encoding="gzip")) == "encoding"


@pytest.mark.parametrize("status", [204, 304, 401, 404, 418, 500, 503])
def test_a_page_that_is_not_there_is_said_so(web: Site, status: int) -> None:
    assert _refused(web.page("/", WELL, status=status)) == "status"


def test_a_page_that_comes_letter_by_letter_is_left(web: Site) -> None:
    assert _refused_there(web.does("/", drips)) == "slow"


def test_a_server_that_says_nothing_is_left(web: Site) -> None:
    assert _refused_there(web.does("/", lambda _talk: time.sleep(4))) == "slow"


@pytest.mark.parametrize("sent", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a" * 100_000, b"\x00" * 5000])
def test_what_is_no_answer_is_no_page(web: Site, sent: bytes) -> None:
    assert _refused_there(web.does("/", lambda talk: talk.say(sent))) == "unreachable"


def test_a_port_where_nobody_listens_is_no_page(web: Site, settings: Settings) -> None:
    settings.PREVIEW_PORTS = [9]
    assert _refused_there(f"http://{HERE}:9/") == "unreachable"


# Where nobody is asked ----------------------------------------------------------------------------------------------


def test_no_way_of_writing_leads_within(web: Site, within: Site, settings: Settings) -> None:
    settings.PREVIEW_NETWORKS = ["127.0.0.9/32"]
    for host in WITHIN:
        assert _refused(f"http://{host}:{web.port}/") in {"address", "unreachable"}, host
    assert _refused_there(f"http://169.254.169.254:{web.port}/latest/meta-data/") == "address"
    assert within.asked == web.asked == []


def test_nobody_is_sent_on_within(web: Site, within: Site) -> None:
    open_here = {"localhost", "LOCALHOST", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "localhost."}  # names of the one network that is open
    for host in (host for host in WITHIN if host not in open_here):
        web.moved("/", f"http://{host}:{web.port}/")
        assert _refused(f"{web.address}/") in {"address", "unreachable"}, host
    assert within.asked == []


def test_whatever_address_a_name_has_it_is_checked_and_connected_to_as_it_was_checked(web: Site, within: Site) -> None:
    """A name whose address changes between two questions is asked once."""
    order = asking.order(f"http://rebinds.example:{web.port}/", asking.PAGE)
    web.page("/", WELL)
    changing = resolving([HERE], [ELSEWHERE])
    assert child.look(order, changing)["title"] == "Oak & ash"
    assert changing("rebinds.example", 80)[0][4][0] == ELSEWHERE  # it would have been the next answer
    assert web.asked == ["/"]
    assert web.headers[0]["Host"] == f"rebinds.example:{web.port}"
    for answers in ([ELSEWHERE], [HERE, ELSEWHERE], ["169.254.169.254"], ["::1"], ["fe80::1%lo"], ["nonsense"]):
        with pytest.raises(addresses.RefusedError):
            child.look(order, resolving(answers))
    assert within.asked == []


def test_a_name_that_changes_its_address_on_the_way_is_not_followed(web: Site, within: Site) -> None:
    web.moved("/", f"http://rebinds.example:{web.port}/again")
    order = asking.order(f"http://rebinds.example:{web.port}/", asking.PAGE)
    with pytest.raises(addresses.RefusedError) as refused:
        child.look(order, resolving([HERE], [ELSEWHERE]))
    assert refused.value.code == "address"
    assert (web.asked, within.asked) == (["/"], [])


@pytest.mark.parametrize("url", [
    "ftp://{at}/", "file://localhost/etc/passwd", "gopher://{at}/", "javascript:alert(1)",
    "data:text/html,<title>x</title>",
    "http:///", "http://", "//{at}/", "/relative", "http://user@{at}/", "http://user:word@{at}/", "http://@{at}/",
    "http://example.org\\@{at}/", "http://{at}\\.example.org/", "http://{at} .example.org/", "http://{at}\r\nX: y/",
    "http://{at}/\x00", "http://{at}/" + "a" * 3000, "http://" + "a." * 200 + "org/", "http://[::1/", "http://xn--/",
    "http://{at}:99999/", "http://{at}:-1/", "http://a_b..org/", "http://-.%32/",
])  # fmt: skip
def test_what_is_no_plain_address_is_not_asked(web: Site, url: str) -> None:
    web.page("/", WELL)
    assert _refused(url.replace("{at}", f"{HERE}:{web.port}")) in {"address", "port", "unreachable"}
    assert web.asked == []


@pytest.mark.parametrize("port", [22, 25, 3306, 5432, 6379, 8080, 8443])
def test_only_the_ports_of_the_web_are_asked(settings: Settings, port: int) -> None:
    settings.PREVIEW_NETWORKS = [f"{HERE}/32"]
    assert settings.PREVIEW_PORTS == (80, 443)
    assert _refused(f"http://{HERE}:{port}/") == "port"


def test_a_page_sends_on_three_times_at_most(web: Site) -> None:
    for step in range(4):
        web.moved(f"/{step}", f"/{step + 1}", status=(301, 302, 307, 308)[step])
    web.page("/4", WELL)
    assert _refused(f"{web.address}/0") == "redirects"
    assert web.asked == ["/0", "/1", "/2", "/3"]
    assert _title(f"{web.address}/1") == "Oak & ash"
    assert _refused(web.moved("/round", "/round")) == "redirects"


@pytest.mark.parametrize(
    "to",
    [
        "file://localhost/etc/passwd",
        "ftp://x/",
        "http://u:p@example.org/",
        "//[::1",
        "\\\\within\\x",
        "http://{at}:22/",
    ],
)
def test_nobody_is_sent_on_to_what_is_no_page(web: Site, to: str) -> None:
    assert _refused(web.moved("/", to.replace("{at}", HERE))) in {"address", "port", "unreachable"}


def test_this_site_is_not_asked_by_any_way(web: Site, settings: Settings) -> None:
    settings.ORIGIN = f"http://localhost:{web.port}"
    for url in (f"{settings.ORIGIN}/posts/1/", f"http://LOCALHOST:{web.port}/", f"http://localhost.:{web.port}/"):
        assert asking.is_own(url)
        assert _refused(url) == "own"
        assert _refused(web.moved("/", url)) == "own"
    assert not asking.is_own(f"{web.address}/")
    assert not asking.is_own("http://[::1/")
    assert set(web.asked) == {"/"}


def test_a_certificate_that_nobody_vouches_for_is_refused(settings: Settings, tmp_path: Path) -> None:
    with site(certificate=_own_certificate(tmp_path)) as server:
        server.page("/", WELL)
        settings.PREVIEW_NETWORKS, settings.PREVIEW_PORTS = [f"{HERE}/32"], [server.port]
        assert _refused_there(f"https://{HERE}:{server.port}/") == "unreachable"
        assert server.asked == []


def test_a_proxy_and_passwords_of_the_environment_play_no_part(web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.2:1/")
    assert asking.look_at(web.page("/", WELL)).title == "Oak & ash"


@pytest.mark.parametrize(
    ("written", "reached"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True), ("10.20.0.5", True),
        ("10.21.0.5", False),
        ("fd12::5", True), ("fd13::5", False), ("::ffff:10.20.0.5", False), ("::ffff:8.8.8.8", False),
    ],
)  # fmt: skip
def test_the_public_internet_is_reached_and_what_the_site_was_told_to_open(written: str, reached: bool) -> None:
    opened = [ip_network("10.20.0.0/16"), ip_network("fd12::/16")]
    assert addresses.may_reach(ip_address(written), opened) is reached


# Pictures -----------------------------------------------------------------------------------------------------------


def test_a_picture_is_written_as_it_was_sent(web: Site, tmp_path: Path) -> None:
    sent = picture("PNG")
    asking.save_picture(web.page("/p.png", sent, "image/png"), tmp_path / "sent")
    assert (tmp_path / "sent").read_bytes() == sent


@pytest.mark.parametrize(
    ("kind", "size", "code"),
    [("image/svg+xml", 0, "type"), ("text/html", 0, "type"), ("image/png", asking.PICTURE + 1, "too_large")],
)
def test_what_is_no_picture_or_too_large_is_not_written(
    web: Site, tmp_path: Path, kind: str, size: int, code: str
) -> None:
    with pytest.raises(asking.RefusedError) as refused:
        asking.save_picture(web.page("/p", SVG.ljust(size), kind), tmp_path / "sent")
    assert refused.value.code == code
    assert not list(tmp_path.iterdir())


def test_a_picture_leads_nobody_within(web: Site, within: Site, tmp_path: Path) -> None:
    within.page("/p", picture("PNG"), "image/png")
    for url in (f"{within.address}/p", web.moved("/p", f"{within.address}/p")):
        with pytest.raises(asking.RefusedError) as refused:
            asking.save_picture(url, tmp_path / "sent")
        assert refused.value.code == "address"
    assert within.asked == []


def _own_certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that a server made for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HERE)])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(today - dt.timedelta(days=1)).not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HERE))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    (folder / "own.pem").write_bytes(
        made.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.pem")
    return context
