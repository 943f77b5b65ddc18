"""Every setting of the site, read from the environment, safe by default.

All missing or wrong values are named together, and the site refuses to start. ``docs/settings.md`` explains each one.
"""

import importlib.util
import os
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, validate
from environs import ValidationError as EnvValidationError

BASE_DIR = Path(__file__).resolve().parent.parent

# ``eager=False`` gathers the errors of all variables; ``seal()`` below raises them together.
env = Env(eager=False)


def _networks(said: list[str]) -> None:
    """Networks as 10.20.0.0/16 or fd12::/48."""
    for one in said:
        try:
            ip_network(one)
        except ValueError as error:
            raise EnvValidationError(str(error)) from None


DATA_DIR = Path(env.str("ESN_DATA_DIR", str(BASE_DIR / "var")))
DEMO = env.bool("ESN_DEMO", False)
SITE_NAME = env.str("ESN_SITE_NAME", "Maison Tilleul" if DEMO else "esn")
ORIGIN = env.str("ESN_ORIGIN", "", validate=validate.Regexp(r"(https?://[a-zA-Z0-9.-]+(:\d+)?)?$"))
TRUSTED_PROXIES = env.int("ESN_TRUSTED_PROXIES", 0, validate=validate.Range(min=0, max=5))
REACH_US = env.str("ESN_REACH_US", "01 99 00 41 87" if DEMO else "")  # a number or a mail address, for customers
REGION = env.str("ESN_REGION", "FR", validate=validate.Regexp(r"[A-Z]{2}$"))  # how phone numbers without + are read
UPLOAD_LIMIT = 1024 * 1024 * (env.int("ESN_UPLOAD_MB", 25, validate=validate.Range(min=1, max=500)) or 25)
THREADS = env.int("ESN_THREADS", 8, validate=validate.Range(min=1, max=64))
API_PER_MINUTE = env.int("ESN_API_PER_MINUTE", 1200, validate=validate.Range(min=0, max=1_000_000))
WEB_PROCESSES = env.int("ESN_WEB_PROCESSES", 1, validate=validate.Range(min=1, max=64))
DEBUG = env.bool("ESN_DEBUG", False)
DJANGO_ADMIN = env.bool("ESN_DJANGO_ADMIN", False)
PREVIEW_NETWORKS: list[str] = env.list("ESN_PREVIEW_NETWORKS", [], validate=_networks)
PREVIEW_PORTS = (80, 443)
REDIS_URL = env.str("REDIS_URL", "", validate=validate.Regexp(r"((redis|rediss|unix)://.+)?$"))
REDIS_PREFIX = env.str("ESN_REDIS_PREFIX", "esn:")
MAIL_URL = env.str("ESN_MAIL_URL", "", validate=validate.Regexp(r"((smtp|submission)://.+|console:)?$")) or ""
_ADDRESS = r"([^\r\n<>@]+@[^\s<>@]+|[^\r\n<>]+<[^\s<>@]+@[^\s<>@]+>)?$"  # alone, or behind a name
MAIL_FROM = env.str("ESN_MAIL_FROM", "", validate=validate.Regexp(_ADDRESS))
# Single sign-on: the three names together, or none of them.
_SSO = ("ESN_OIDC_ISSUER", "ESN_OIDC_CLIENT_ID", "ESN_OIDC_CLIENT_SECRET")
_sso: dict[str, Any] = {"validate": validate.Length(min=1)} if any(map(os.environ.get, _SSO)) else {"default": ""}
_ADDRESS_OF_A_PROVIDER = r"(https://[^\s?#]+|http://(localhost|127\.0\.0\.1)(:\d+)?(/[^\s?#]*)?)$"  # plain only within
OIDC_ISSUER = env.str("ESN_OIDC_ISSUER", **_sso | {"validate": validate.Regexp(_ADDRESS_OF_A_PROVIDER)})
OIDC_CLIENT_ID = env.str("ESN_OIDC_CLIENT_ID", **_sso)
OIDC_CLIENT_SECRET = env.str("ESN_OIDC_CLIENT_SECRET", **_sso)
OIDC_NAME = env.str("ESN_OIDC_NAME", "")
OIDC_SCOPES: list[str] = env.list("ESN_OIDC_SCOPES", ["openid", "profile", "email"])
OIDC_DOMAINS: list[str] = env.list("ESN_OIDC_DOMAINS", [])
OIDC_CREATE = env.bool("ESN_OIDC_CREATE", False)
OIDC_TRUST_EMAIL = env.bool("ESN_OIDC_TRUST_EMAIL", False)
OIDC_SECOND_FACTOR = env.bool("ESN_OIDC_SECOND_FACTOR", False)
SAML_METADATA_URL = env.str("ESN_SAML_METADATA_URL", "", validate=validate.Regexp(r"(https://\S+)?$"))
SAML_ENTITY_ID = env.str(
    "ESN_SAML_ENTITY_ID", **({"validate": validate.Length(min=1)} if SAML_METADATA_URL else {"default": ""})
)
SAML_NAME = env.str("ESN_SAML_NAME", "") or "SAML"
REQUIRE_SECOND_FACTOR = env.str("ESN_REQUIRE_SECOND_FACTOR", "none", validate=validate.OneOf(("none", "admins", "all")))
# A wrong value is None until seal() refuses it.
database_url = env.str("DATABASE_URL", "", validate=validate.Regexp(r"((postgres|postgresql|sqlite)://.*)?$")) or ""
_ENGINES = ("whoosh", "postgres") if database_url.startswith("postgres") else ("whoosh",)  # one needs its database
SEARCH_ENGINE = env.str("ESN_SEARCH_ENGINE", "whoosh", validate=validate.OneOf(_ENGINES))


def _kept_key() -> str:
    """The secret key that quickstart made in the data folder, or nothing."""
    kept = DATA_DIR / "secret.key"
    return kept.read_text().strip() if kept.is_file() else ""


# Without a key, given or kept, nothing starts; quickstart makes one before it reads this page.
given = os.environ.get("ESN_SECRET_KEY")
SECRET_KEY = (not given and _kept_key()) or env.str("ESN_SECRET_KEY", validate=validate.Length(min=20))


def _database() -> dict[str, Any]:
    """SQLite in the data folder, or what DATABASE_URL names."""
    if not database_url.startswith("postgres"):
        path = database_url.removeprefix("sqlite://") or str(DATA_DIR / "esn.sqlite3")
        return {
            "ENGINE": "esn.core.sqlite",
            "NAME": path,
            "CONN_MAX_AGE": None,  # a fixed pool of threads keeps its connections
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
            "TEST": {"NAME": str(DATA_DIR / "test.sqlite3")},
        }
    # The first entry is a copy: an error in the address is named with the other ones.
    parsed = dict(env.dj_db_url("DATABASE_URL"))
    parsed["OPTIONS"] = {"pool": {"min_size": 1, "max_size": THREADS + 4, "timeout": 10}}
    return parsed


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _mail() -> dict[str, Any]:
    """How mail leaves: by the server that ESN_MAIL_URL names, or else into files of the data folder."""
    if MAIL_URL:
        return {**env.dj_email_url("ESN_MAIL_URL"), "EMAIL_TIMEOUT": 10}  # seconds of silence
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(DATA_DIR / "mail"),
    }


globals().update(_mail())
DEFAULT_FROM_EMAIL = MAIL_FROM or f"{SITE_NAME} <esn@{(ORIGIN or '//localhost').split('//')[1].split(':')[0]}>"

env.seal()

if SAML_METADATA_URL and importlib.util.find_spec("onelogin") is None:
    raise ImproperlyConfigured("ESN_SAML_METADATA_URL needs the extra esn[saml], which is not installed.")

HTTPS = ORIGIN.startswith("https://")
ALLOWED_HOSTS = [ORIGIN.split("//")[1].split(":")[0]] if ORIGIN else ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *(["allauth.socialaccount.providers.saml"] if SAML_METADATA_URL else []),
    "django_tasks",
    "django_tasks_db",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "esn.core",
    "people",
    "groups",
    "feeds",
    "inbox",
    "cases",
    "search",
    "frontend",
    "esn",
]
if DJANGO_ADMIN:
    INSTALLED_APPS.append("django.contrib.admin.apps.SimpleAdminConfig")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "frontend.middleware.SmallMiddleware",
    "esn.core.middleware.AnswersMiddleware",
    "csp.middleware.CSPMiddleware",
    "frontend.middleware.OtherHandsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "frontend.middleware.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "esn.urls"
ASGI_APPLICATION = "esn.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "frontend" / "templates"],  # before those of the accounts library
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# Accounts -------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["people.backends.HandleBackend", "people.backends.SingleSignOnBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("handle", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
DEMO_PASSWORD = "esn-demo-2026"  # noqa: S105 - public on purpose; refused without ESN_DEMO
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# Failed attempts of one account, and of one address; then those of the network around it.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "network": "100/m/key,1000/h/key",
    "forgotten": "10/m/ip,5/h/key",
    "change_email": "5/h/user",
    "reauthenticate": "10/5m/user",
    "passkey": "20/m/ip",
    "show_code": "20/5m/user",
    "take_code": "30/m/ip",
    "from_provider": "30/m/ip",
    "push_try": "10/m/key",
    "scim": "400/10s/key",
    "scim_refused": "60/m/ip",
}
PASSWORD_RESET_TIMEOUT = 3600
MFA_ADAPTER = "people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # half a minute before and after: clocks differ, and people type slowly
MFA_WEBAUTHN_USER_VERIFICATION = "required"
SOCIALACCOUNT_ADAPTER = "frontend.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": OIDC_SCOPES,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME or "OpenID Connect",
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    },
    "saml": {
        "APPS": [
            {
                "provider_id": "saml",
                "name": SAML_NAME,
                "client_id": "company",  # in the addresses: /sign-in/saml/company/acs/
                "settings": {
                    "idp": {"entity_id": SAML_ENTITY_ID, "metadata_url": SAML_METADATA_URL},
                    "verified_email": True,  # an assertion is signed by the company
                    "advanced": {"want_assertion_signed": True, "reject_idp_initiated_sso": True},
                },
            }
        ]
        if SAML_METADATA_URL
        else [],
    },
}
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS

# Languages ------------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "frontend" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Security headers -----------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Static files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "frontend.static_files.HashedFiles"},
}

# REST -----------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "people.authentication.BearerAuthentication",
        "people.authentication.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["people.authentication.Counted"],
    "DEFAULT_RENDERER_CLASSES": ["esn.core.rendering.Json"],
    "DEFAULT_PARSER_CLASSES": ["esn.core.rest.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "esn.core.rest.JSONAlways",
    "DEFAULT_SCHEMA_CLASS": "esn.core.openapi.Described",
    "EXCEPTION_HANDLER": "esn.core.rest.answer_error",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "esn",
    "VERSION": "1",
    "DESCRIPTION": "The customer tells the story once. One token a device; times are RFC 3339 in UTC.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "OAS_VERSION": "3.1.1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "esn.core.examples.with_examples",
    ],
    # Several fields are called alike; each closed list has a name of its own, which generated clients take over.
    "ENUM_NAME_OVERRIDES": {
        "AlertPace": ["never", "at_once", "digest"],
        "AnswerToTelling": "cases.models.Answer",
        "AppointmentKind": ["site_admin", "compliance_admin", "no_role", "group_owner"],
        "AwaitedEvent": "inbox.api.UNTIL_EVENTS",
        "CaseLinkKind": ["same_cause", "parent", "duplicate", "child"],
        "CaseStatus": "cases.models.Case.Status",
        "Channel": "cases.channels.Channel",
        "CommitmentKind": "cases.models.Commitment.Kind",
        "ConstraintCode": "cases.api.facts.CONSTRAINTS",
        "ContactDirection": "cases.models.ContactNote.Direction",
        "CustomerKind": "cases.models.Customer.Kind",
        "CustomerNoteKind": "cases.models.CustomerNote.Kind",
        "FactKind": "cases.models.Fact.Kind",
        "GroupKind": "groups.models.Group.Kind",
        "HeldKind": ["case", "commitment", "group"],
        "HolderKind": ["person", "team"],
        "KeeperKind": ["person", "team", "partner"],
        "Language": ["fr", "en"],
        "LossReason": "cases.models.CustomerNote.Reason",
        "MailPace": "people.models.Notifying.Mail",
        "NewcomerKind": ["member", "guest"],
        "GroupOpenness": "groups.models.Group.Openness",
        "OpinionStance": "cases.models.HuddleOpinion.Stance",
        "OutboxMethod": ["POST", "PUT", "PATCH", "DELETE"],
        "PersonVerb": ["warn", "mute", "remove", "ban"],
        "PostManner": ["message", "question", "poll"],
        "PostVerb": "feeds.policy.POST_ACTS",
        "ReadingKind": "groups.models.ComplianceReading.Subject",
        "ReportReason": "feeds.policy.REASONS",
        "ReportedPostVerb": ["hide", "lock"],
        "Seat": ["owner", "moderator", "member"],
        "SeatTells": "groups.models.Membership.Tells",
        "Sensitivity": "cases.models.Fact.Sensitivity",
        "Severity": "cases.models.Case.Severity",
        "TableKind": ["people", "groups"],
        "ToldSubject": "cases.models.Subject",
        "UrgentReason": "feeds.models.UrgentCall.Reason",
        "Voice": "groups.models.Audience.Voice",
    },
}

# Jobs -----------------------------------------------------------------------------------------------------------------
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "links", "words", "push"]},
}

# Caches and logs ------------------------------------------------------------------------------------------------------
# Only limits are kept here, as those on signing in. They are shared by all web processes, and do not depend on Redis.
# A full cache forgets some of them: without room, whoever tries 300 names would be counted anew.
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}
        if database_url.startswith("postgres")
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
    | {"OPTIONS": {"MAX_ENTRIES": 100_000}}
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "esn.core.discretion.Discreet"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
