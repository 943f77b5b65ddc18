"""Every setting of the site, read from the environment, safe by default.

All missing or wrong values are named together, and the site refuses to start. ``docs/settings.md`` explains each one.
"""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent

# ``eager=False`` gathers the errors of all variables; ``seal()`` below raises them together.
env = Env(eager=False)

DATA_DIR = Path(env.str("ESN_DATA_DIR", str(BASE_DIR / "var")))
DEMO = env.bool("ESN_DEMO", False)
SITE_NAME = env.str("ESN_SITE_NAME", "Maison Tilleul" if DEMO else "esn")
ORIGIN = env.str("ESN_ORIGIN", "", validate=validate.Regexp(r"(https?://[a-zA-Z0-9.-]+(:\d+)?)?$"))
TRUSTED_PROXIES = env.int("ESN_TRUSTED_PROXIES", 0, validate=validate.Range(min=0, max=5))
REACH_US = env.str("ESN_REACH_US", "01 99 00 41 87" if DEMO else "")  # a number or a mail address, for customers
REGION = env.str("ESN_REGION", "FR", validate=validate.Regexp(r"[A-Z]{2}$"))  # how phone numbers without + are read
UPLOAD_LIMIT = 1024 * 1024 * (env.int("ESN_UPLOAD_MB", 25, validate=validate.Range(min=1, max=500)) or 25)
THREADS = env.int("ESN_THREADS", 8, validate=validate.Range(min=1, max=64))
WEB_PROCESSES = env.int("ESN_WEB_PROCESSES", 1, validate=validate.Range(min=1, max=64))
DEBUG = env.bool("ESN_DEBUG", False)
REDIS_URL = env.str("REDIS_URL", "", validate=validate.Regexp(r"((redis|rediss|unix)://.+)?$"))
REDIS_PREFIX = env.str("ESN_REDIS_PREFIX", "esn:")
# A wrong value is None until seal() refuses it.
database_url = env.str("DATABASE_URL", "", validate=validate.Regexp(r"((postgres|postgresql|sqlite)://.*)?$")) or ""


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

env.seal()

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
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "esn.core",
    "people",
    "groups",
    "feeds",
    "cases",
    "search",
    "frontend",
    "esn",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "frontend.middleware.SmallMiddleware",
    "esn.core.middleware.AnswersMiddleware",
    "csp.middleware.CSPMiddleware",
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
AUTHENTICATION_BACKENDS = ["people.backends.HandleBackend"]
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
    "DEFAULT_RENDERER_CLASSES": ["esn.core.rendering.Json"],
    "DEFAULT_PARSER_CLASSES": ["esn.core.rest.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "esn.core.rest.JSONAlways",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "esn.core.rest.answer_error",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "esn",
    "VERSION": "1",
    "DESCRIPTION": "The customer tells the story once. One token a device; times are RFC 3339 in UTC.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
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
