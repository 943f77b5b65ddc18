"""An identity provider for the tests: a Django site of its own, with the accounts library's OpenID Connect server.

``python -m tests.people.provider <folder>`` serves it on a free port of this machine and prints its address. Two more
words are where it sends people back to, and the number of a socket that it inherits, bound already.
"""

import os
import socket
import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

CLIENT_ID, CLIENT_SECRET = "esn", "a-secret-between-the-two-of-them"
PASSWORD = "a password of the provider"
CALLBACK = "http://testserver/sign-in/sso/back/"
# Who has an account there: the address, whether it is verified, the name.
PEOPLE = {
    "ana": ("ana@example.org", True, "Ana Martin"),
    "bo": ("bo@example.org", True, "Bo Delorme"),
    "unverified": ("cy@example.org", False, "Cy Haddad"),
    "newcomer": ("noor.new@example.org", True, "Noor Newcomer"),
    "foreigner": ("someone@elsewhere.example", True, "Some One"),
}


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the library
        """Nothing: the output of this process is its address."""


def _key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kind = serialization.PrivateFormat.PKCS8
    return made.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()).decode()


def _configure(folder: str) -> None:
    from django.conf import settings

    settings.configure(
        SECRET_KEY="the provider's own",
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF="tests.people.provider",
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(folder, "p.sqlite3")}},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "allauth", "allauth.account", "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware", "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]},
        }],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_RATE_LIMITS=False,
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        IDP_OIDC_PRIVATE_KEY=_key(),
    )  # fmt: skip


def _fill(callback: str) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for name, (email, verified, full) in PEOPLE.items():
        first, _space, last = full.partition(" ")
        user = User.objects.create_user(name, email, PASSWORD, first_name=first, last_name=last)
        EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    client = Client(id=CLIENT_ID, name="esn", scopes="openid\nprofile\nemail", redirect_uris=callback)
    client.set_secret(CLIENT_SECRET)
    client.save()


def _urls() -> list[object]:
    from django.urls import include, path

    return [path("accounts/", include("allauth.account.urls")), path("", include("allauth.idp.urls"))]


def _server(inherited: str) -> WSGIServer:
    """On the socket of this number; on a free port when there is none."""
    made = WSGIServer(("127.0.0.1", 0), _Silent, bind_and_activate=not inherited)
    if inherited:
        made.socket.close()
        made.socket = socket.socket(fileno=int(inherited))
        made.server_name, made.server_port = made.socket.getsockname()
        made.setup_environ()
        made.server_activate()
    return made


def serve(folder: str, callback: str = CALLBACK, inherited: str = "") -> None:
    """Fill the provider and serve it until the process is ended."""
    import django

    _configure(folder)
    django.setup()
    _fill(callback)
    from django.core.wsgi import get_wsgi_application

    server = _server(inherited)
    server.set_app(get_wsgi_application())
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve(*sys.argv[1:])
else:
    from django.conf import settings as _settings

    if _settings.configured and getattr(_settings, "ROOT_URLCONF", "") == __name__:
        urlpatterns = _urls()
