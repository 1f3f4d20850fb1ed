"""Settings of the whole product. What may vary comes from `environment`; all else is decided here."""

import pathlib
import secrets
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from greenroom.config import environment

ENVIRONMENT = environment.read()
SOURCE = pathlib.Path(__file__).resolve().parent.parent
DATA: pathlib.Path = ENVIRONMENT["GREENROOM_DATA"]

GREENROOM_DEMO: bool = ENVIRONMENT["GREENROOM_DEMO"]
GREENROOM_URL: str = ENVIRONMENT["GREENROOM_URL"] or f"http://localhost:{ENVIRONMENT['GREENROOM_PORT']}"
GREENROOM_HOST: str = ENVIRONMENT["GREENROOM_HOST"]
GREENROOM_PORT: int = ENVIRONMENT["GREENROOM_PORT"]
GREENROOM_WORKERS: int = ENVIRONMENT["GREENROOM_WORKERS"]
GREENROOM_CLUSTER: str = ENVIRONMENT["GREENROOM_CLUSTER"]
GREENROOM_MAIL_DOMAIN = GREENROOM_URL.split("//")[1].split(":", maxsplit=1)[0]
GREENROOM_SUBSCRIPTIONS = "greenroom.config.subscriptions.SUBSCRIPTIONS"
GREENROOM_SCHEDULE = "greenroom.config.schedule.SCHEDULE"
GREENROOM_OUTSIDE = ("web", "organizations", "home", "demo")  # slices with pages outside every organization
GREENROOM_TIES = "greenroom.config.ties.TIES"
GREENROOM_ACCOUNT_MAILER = "greenroom.notifications.account_mail.send"
GREENROOM_STRICT_HANDLERS = False
DEBUG: bool = ENVIRONMENT["GREENROOM_DEBUG"]


def _kept_secret() -> str:
    """The signing key: given, else made once and kept beside the data, readable by its owner alone."""
    given: str = ENVIRONMENT["GREENROOM_SECRET_KEY"]
    if given:
        return given
    path = DATA / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


SECRET_KEY = _kept_secret()
ALLOWED_HOSTS = [
    GREENROOM_URL.split("//")[1].split(":", maxsplit=1)[0],
    "127.0.0.1",
    "localhost",
    *ENVIRONMENT["GREENROOM_HOSTS"],
]
CSRF_TRUSTED_ORIGINS = [GREENROOM_URL]

INSTALLED_APPS = [
    "greenroom.config",
    "greenroom.demo",
    "greenroom.home",
    "greenroom.notifications",
    "greenroom.matching",
    "greenroom.mentorships",
    "greenroom.imports",
    "greenroom.programs",
    "greenroom.questionnaires",
    "greenroom.people",
    "greenroom.organizations",
    "greenroom.outbox",
    "greenroom.audit",
    "greenroom.jobs",
    "greenroom.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "greenroom.web.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "greenroom.web.middleware.PlainTextMiddleware",
    "greenroom.web.middleware.RefusalMiddleware",
    "greenroom.people.middleware.PersonMiddleware",
]

ROOT_URLCONF = "greenroom.config.urls"
WSGI_APPLICATION = "greenroom.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "builtins": ["django_cotton.templatetags.cotton"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "greenroom.web.context_processors.frame",
            ],
        },
    }
]

_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "greenroom.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: a write that was answered survives a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;",
    },
}
DATABASES: dict[str, Any] = {"default": ENVIRONMENT["GREENROOM_DATABASE"] or _SQLITE}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(_SQLITE["OPTIONS"])


def _broker() -> str:
    """The transport given, else the database's own kind: a second SQLite file, or the same PostgreSQL."""
    given: str = ENVIRONMENT["GREENROOM_BROKER"]
    if given:
        return given
    database = DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite://{DATA / 'jobs.sqlite3'}"
    return "postgresql://" + _postgres_address(database)


def _postgres_address(database: dict[str, Any]) -> str:
    from urllib.parse import quote

    user = quote(database.get("USER") or "", safe="")
    password = quote(database.get("PASSWORD") or "", safe="")
    host = database.get("HOST") or database.get("OPTIONS", {}).get("host") or ""
    port = database.get("PORT") or ""
    login = f"{user}:{password}@" if password else (f"{user}@" if user else "")
    if host.startswith("/"):
        return f"{login}/{database['NAME']}?host={quote(host, safe='')}"
    return f"{login}{host}{f':{port}' if port else ''}/{database['NAME']}"


GREENROOM_BROKER = _broker()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"},
    "texts": {  # what a model made of texts, by their hash
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "text_vectors",
        "TIMEOUT": 30 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

AUTH_USER_MODEL = "organizations.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:start"
ACCOUNT_ADAPTER = "greenroom.organizations.allauth_adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Greenroom"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = GREENROOM_URL.startswith("http://")
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_NAME = "greenroom_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = GREENROOM_URL.startswith("https://")
CSRF_COOKIE_NAME = "greenroom_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "greenroom.web.views.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if GREENROOM_URL.startswith("https://") else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if GREENROOM_URL.startswith("https://") else None
)
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", _("English"))]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

vars().update(ENVIRONMENT["GREENROOM_MAIL"])
if GREENROOM_DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT["GREENROOM_MAIL_FROM"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"huey": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
}
