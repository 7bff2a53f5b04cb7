"""Settings of one county. Everything a place may differ in comes from the environment:

DATA                    folder of everything the county keeps (default ./var)
WANGGE_DATABASE_URL     an outside PostgreSQL, as its owner (default: the server in DATA)
WANGGE_SECRET_KEY       the signing key (default: DATA/secret-key, made at the first start)
WANGGE_KEYS             folder of the keys that seal personal data (default: DATA/keys)
WANGGE_CIPHERS          what new keys seal with: intl (AES, SHA-2) or gm (SM4, SM3); default intl
WANGGE_HOSTS            names the site is reached by, with commas (default: this machine only)
WANGGE_HTTPS            1 where a proxy in front speaks HTTPS: secure cookies, HSTS
WANGGE_SMTP_URL         the mail server: smtp://user:password@host, smtps://… (default: none)
WANGGE_MAIL_FROM        what mails are sent from (default wangge@localhost)
WANGGE_LOG_LEVEL        default INFO
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from wangge.ops import postgres

PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
USE_HTTPS = os.environ.get("WANGGE_HTTPS", "") == "1"
ALLOWED_HOSTS = [
    *("127.0.0.1", "localhost", "[::1]"),
    *filter(None, os.environ.get("WANGGE_HOSTS", "").split(",")),
]

# --- what the county keeps

DATA = Path(os.environ.get("DATA") or "var").resolve()
EVIDENCE_ROOT = DATA / "evidence"  # photos and documents of cases
WANGGE_DEMO = (DATA / "demo").exists()  # left by `--demo`: every screen says so


def _secret_key() -> str:
    """The signing key: from the environment, else from the data folder, made once."""
    if given := os.environ.get("WANGGE_SECRET_KEY"):
        return given
    path = DATA / "secret-key"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        new = DATA / f".secret-key-{os.getpid()}"
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(50))
        try:
            os.link(new, path)  # whoever comes first makes the key; nobody overwrites it
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_text()


SECRET_KEY = _secret_key()

#: Never in the database nor in a backup of it: see docs/how-to/keys.md.
KEYS = Path(os.environ.get("WANGGE_KEYS") or DATA / "keys").resolve()
CIPHERS = os.environ.get("WANGGE_CIPHERS") or "intl"

# --- the database: one schema a county, worked on as a role that cannot touch the log

COUNTY_SCHEMA = "county"
APP_ROLE = "wangge_app"
STATEMENT_TIMEOUT_S = int(os.environ.get("WANGGE_STATEMENT_TIMEOUT_S", "30"))

OWNER_OPTIONS = f"-c search_path={COUNTY_SCHEMA},public"
APP_OPTIONS = (
    f"{OWNER_OPTIONS} -c role={APP_ROLE} -c statement_timeout={STATEMENT_TIMEOUT_S}s"
    " -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
)

_server = conninfo_to_dict(os.environ.get("WANGGE_DATABASE_URL", "")) or {
    "host": str(postgres.socket_dir(DATA)),
    "user": postgres.OWNER,
    "dbname": postgres.DATABASE,
}

#: Said by `wangge serve`, whose many threads share a few connections; else a thread keeps its own.
POOLED = os.environ.get("WANGGE_POOLED") == "1"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _server.pop("dbname", "wangge"),
        "USER": _server.pop("user", ""),
        "PASSWORD": _server.pop("password", ""),
        "HOST": _server.pop("host", ""),
        "PORT": _server.pop("port", ""),
        # A connection that has died is noticed before it is used.
        "CONN_MAX_AGE": 0 if POOLED else None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_server,
            "options": APP_OPTIONS,
            "connect_timeout": 5,
            # What is to be prepared says so (cases/actions/together.py); Django would forbid it.
            "prepare_threshold": 1_000_000,
            **({"pool": {"min_size": 1, "max_size": 6, "timeout": 10}} if POOLED else {}),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # no model uses it: ids are UUIDv7

# --- the storeys

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "wangge.accounts",
    "wangge.audit",
    "wangge.jobs",
    "wangge.notify",
    "wangge.privacy",
    "wangge.territory",
    "wangge.catalogue",
    "wangge.registry",
    "wangge.cases",
    "wangge.visits",
    "wangge.ledger",
    "wangge.triage",
    "wangge.proofs",
    "wangge.ui",
    "wangge.web",
    "wangge.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "wangge.accounts.middleware.ActorMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wangge.web.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "wangge.config.urls"
WSGI_APPLICATION = "wangge.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "wangge.web.menu.menu",
            ],
        },
    }
]

# --- people and sessions

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day and its evening; then one signs in again
SESSION_COOKIE_NAME = "wangge_session"
SESSION_COOKIE_SECURE = USE_HTTPS
CSRF_COOKIE_NAME = "wangge_csrf"
CSRF_COOKIE_SECURE = USE_HTTPS
CSRF_COOKIE_HTTPONLY = True  # forms and htmx take the token from the page
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if USE_HTTPS else []

# --- the browser

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if USE_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # monitors ask without the proxy
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],  # MapLibre starts its worker from a blob
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- mail: without a server notices stay in the inbox and no mail waits to be sent

_smtp = urlsplit(os.environ.get("WANGGE_SMTP_URL", ""))
EMAIL_HOST = _smtp.hostname or ""
EMAIL_PORT = _smtp.port or (465 if _smtp.scheme == "smtps" else 587)
EMAIL_HOST_USER = unquote(_smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
EMAIL_USE_SSL = _smtp.scheme == "smtps"
EMAIL_USE_TLS = _smtp.scheme == "smtp" and bool(_smtp.username)  # no password in the clear
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("WANGGE_MAIL_FROM", "wangge@localhost")

# --- languages and time: Chinese first; instants are stored in UTC

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- static files: hashed and compressed under `wangge up`, else straight from the sources

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_COLLECTED = os.environ.get("WANGGE_STATIC") == "collected"  # said by `wangge up`
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": EVIDENCE_ROOT},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
WHITENOISE_AUTOREFRESH = not STATIC_COLLECTED
WHITENOISE_MIMETYPES = {".mjs": "text/javascript", ".webmanifest": "application/manifest+json"}

# --- logs: one line an event, on standard error

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"passes": {"()": "wangge.config.logs.WithoutPasses"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["passes"]}
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("WANGGE_LOG_LEVEL", "INFO")},
}
