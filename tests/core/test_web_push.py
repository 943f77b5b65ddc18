"""Messages for one browser: as the RFC's own example, and no browser that is none."""

import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from esn.core import clock, web_push
from esn.core.web_push import as_bytes, as_text
from tests.core.push_service import Receiver, who_sends

# RFC 8291, section 5 and appendix A.
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
THEIRS = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
TEXT = b"When I grow up, I want to be a watermelon"
SENT = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def _key(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(as_bytes(text), "big"), ec.SECP256R1())


def test_the_example_of_the_rfc_comes_out_byte_by_byte() -> None:
    sent = web_push.enciphered(TEXT, p256dh=P256DH, auth=AUTH, own=_key(OWN), salt=as_bytes(SALT))
    assert as_text(sent) == SENT
    assert Receiver(_key(THEIRS), as_bytes(AUTH)).read(sent) == TEXT


def test_no_two_messages_are_alike_and_each_is_read_by_its_browser_alone() -> None:
    bo, cy = Receiver(), Receiver()
    one, other = (web_push.enciphered(b"{}", p256dh=bo.p256dh, auth=bo.auth) for _number in range(2))
    assert one != other
    assert bo.read(one) == bo.read(other) == b"{}"
    with pytest.raises(Exception):  # noqa: B017 - whatever a cipher says to a foreign key
        cy.read(one)


def test_a_message_that_no_service_takes_is_refused() -> None:
    bo = Receiver()
    with pytest.raises(ValueError, match="too long"):
        web_push.enciphered(b"x" * (web_push.LONGEST + 1), p256dh=bo.p256dh, auth=bo.auth)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", AUTH),
        (P256DH, ""),
        (P256DH[:-2], AUTH),
        (P256DH, SALT[:-4]),
        ("é", AUTH),
        (P256DH, "a b"),
        ("A" * 87, AUTH),
    ],
)
def test_keys_that_are_none_are_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(ValueError):
        web_push.check_keys(p256dh, auth)


def test_the_site_says_who_it_is_to_each_service_for_half_a_day(settings: Settings) -> None:
    noon = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    with clock.at(noon):
        said = who_sends({"Authorization": web_push.authorization("https://push.example:8443/a/b?c")})
    assert said["aud"] == "https://push.example:8443"
    assert said["exp"] == int((noon + dt.timedelta(hours=12)).timestamp())
    assert said["sub"].startswith("mailto:")
    assert said["key"] == web_push.public_key()
    settings.SECRET_KEY = "another secret of the site"
    assert web_push.public_key() != said["key"]
