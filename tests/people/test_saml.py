"""Signing in by SAML, where the extra ``esn[saml]`` is installed: assertions that a provider of the test signs."""

import base64
import datetime as dt
import re
import uuid
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from pytest_django import Settings

from people.models import Person
from tests.people.proofs import inside, with_password

saml2 = pytest.importorskip("onelogin.saml2.utils", reason="the extra esn[saml] is not installed")
ISSUER, AUDIENCE = "https://id.example.org/", "http://testserver/sign-in/saml/company/metadata/"
ACS = "http://testserver/sign-in/saml/company/acs/"
EMAIL = "urn:oid:0.9.2342.19200300.100.1.3"


class Provider:
    """A provider with a key of its own."""

    def __init__(self) -> None:
        made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "id.example.org")])
        begins = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
        unsigned = x509.CertificateBuilder(name, name, made.public_key(), 1, begins, begins + dt.timedelta(days=30))
        pem = serialization.Encoding.PEM
        self.certificate = unsigned.sign(made, hashes.SHA256()).public_bytes(pem).decode()
        plain = serialization.NoEncryption()
        self.key = made.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain).decode()

    def answer(self, asked: str, email: str, *, signed: bool = True, audience: str = AUDIENCE) -> str:
        """An assertion about somebody, as a form carries it."""
        moment = dt.datetime.now(dt.UTC)
        begin, end, at = ((moment + dt.timedelta(minutes=m)).strftime("%Y-%m-%dT%H:%M:%SZ") for m in (-1, 5, 0))
        assertion = f"""<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_{uuid.uuid4().hex}"
 Version="2.0" IssueInstant="{at}"><saml:Issuer>{ISSUER}</saml:Issuer><saml:Subject>
<saml:NameID>{email}-id</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
 NotOnOrAfter="{end}" Recipient="{ACS}" InResponseTo="{asked}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{begin}" NotOnOrAfter="{end}"><saml:AudienceRestriction>
<saml:Audience>{audience}</saml:Audience>
</saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{at}" SessionIndex="1"><saml:AuthnContext>
<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext>
</saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="{EMAIL}"><saml:AttributeValue>{email}
</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>""".replace(
            "\n</saml:AttributeV", "</saml:AttributeV"
        )
        if signed:
            assertion = saml2.OneLogin_Saml2_Utils.add_sign(assertion, self.key, self.certificate).decode()
            assertion = re.sub(r"^<\?xml[^>]*\?>", "", assertion).strip()
        response = f"""<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_{uuid.uuid4().hex}" Version="2.0" IssueInstant="{at}"
 Destination="{ACS}" InResponseTo="{asked}"><saml:Issuer>{ISSUER}</saml:Issuer><samlp:Status><samlp:StatusCode
 Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"""
        return base64.b64encode(response.encode()).decode()


@pytest.fixture
def provider(settings: Settings) -> Provider:
    """A site that takes the word of this provider."""
    from allauth.socialaccount.providers import registry
    from allauth.socialaccount.providers.saml.provider import SAMLProvider

    registry.register(SAMLProvider)
    settings.ROOT_URLCONF = "tests.people.saml_urls"
    made = Provider()
    known = {"entity_id": ISSUER, "sso_url": "https://id.example.org/sso", "x509cert": made.certificate}
    advanced = {"want_assertion_signed": True, "reject_idp_initiated_sso": True, "allow_single_label_domains": True}
    app = {
        "provider_id": "saml", "name": "Tilleul ID", "client_id": "company",
        "settings": {"idp": known, "verified_email": True, "advanced": advanced},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {**settings.SOCIALACCOUNT_PROVIDERS, "saml": {"APPS": [app]}}
    return made


@pytest.fixture
def ana(db: None) -> Person:
    return with_password()


def _question(visitor: Client) -> str:
    """Go to the provider; the id of the question."""
    sent = visitor.get("/sign-in/saml/?next=/cases/")
    asked = parse_qs(urlsplit(sent["Location"]).query)["SAMLRequest"][0]
    found = re.search(r'ID="([^"]+)"', zlib.decompress(base64.b64decode(asked), -15).decode())
    assert found
    return found[1]


def _back(visitor: Client, answer: str) -> Any:
    visitor.post("/sign-in/saml/company/acs/", {"SAMLResponse": answer})
    return visitor.get("/sign-in/saml/company/acs/finish/")


def test_ana_comes_in_by_a_signed_assertion(provider: Provider, ana: Person) -> None:
    visitor = Client(headers={"Host": "testserver"})
    answer = _back(visitor, provider.answer(_question(visitor), "ana@example.org"))
    assert (answer.status_code, answer["Location"]) == (302, "/cases/")
    assert inside(visitor)


def test_what_was_not_signed_by_the_provider_for_this_site_and_question_is_refused(
    provider: Provider, ana: Person
) -> None:
    forgeries: list[Callable[[str], str]] = [
        lambda asked: provider.answer(asked, "ana@example.org", signed=False),
        lambda asked: provider.answer(asked, "ana@example.org", audience="https://other.example.org/"),
        lambda asked: Provider().answer(asked, "ana@example.org"),
        lambda asked: provider.answer("_never-asked", "ana@example.org"),
        lambda asked: base64.b64encode(b"<x>").decode(),
        lambda asked: "%%%",
    ]
    for forged in forgeries:
        visitor = Client(headers={"Host": "testserver"})
        answer = _back(visitor, forged(_question(visitor)))
        assert answer.status_code in {200, 403, 502}
        assert not inside(visitor)


def test_an_assertion_opens_once(provider: Provider, ana: Person) -> None:
    visitor = Client(headers={"Host": "testserver"})
    answer = provider.answer(_question(visitor), "ana@example.org")
    _back(visitor, answer)
    visitor.post("/sign-out/")
    _back(visitor, answer)
    assert not inside(visitor)


def test_whom_the_site_does_not_know_reads_why(provider: Provider, ana: Person) -> None:
    visitor = Client(headers={"Host": "testserver"})
    assert _back(visitor, provider.answer(_question(visitor), "nobody@example.org")).status_code == 403


def test_the_site_describes_itself_for_the_provider(provider: Provider, db: None) -> None:
    told = Client(headers={"Host": "testserver"}).get("/sign-in/saml/company/metadata/")
    assert told.status_code == 200
    assert ACS in told.content.decode()


def test_its_button_stands_on_the_page_of_signing_in_where_a_provider_is_named(
    provider: Provider, settings: Settings, db: None
) -> None:
    visitor = Client(headers={"Host": "testserver"})
    assert "/sign-in/saml/" not in visitor.get("/sign-in/").content.decode()
    settings.SAML_METADATA_URL, settings.SAML_NAME = "https://id.example.org/metadata", "Tilleul ID"
    page = visitor.get("/sign-in/?next=/cases/").content.decode()
    button = re.search(r'<a class="button main whole" href="/sign-in/saml/\?next=/cases/">.*?Tilleul ID</a>', page)
    assert button
    assert page.count("button main") == 1, "one way is offered first"
    assert 'class="or ' in page


def test_the_word_of_another_provider_comes_second(provider: Provider, settings: Settings, db: None) -> None:
    settings.SAML_METADATA_URL, settings.SAML_NAME = "https://id.example.org/metadata", "The old one"
    settings.OIDC_ISSUER, settings.OIDC_NAME = "https://new.example.org", "The new one"
    page = Client(headers={"Host": "testserver"}).get("/sign-in/").content.decode()
    assert page.index("The new one") < page.index("The old one")
    assert page.count("button main") == 1
