"""All settings, in one place. Every variable has a type and a default that is right for `make run`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment as env
from seminars.sealing.boxes import usable_keys
from seminars.timekeeping.zones import StaleZoneData, check_zone_data, use_packaged_zone_data

# Time zone data: the packaged copy wins over an old one of the system ---------------------------------

use_packaged_zone_data()
try:
    check_zone_data()
except StaleZoneData as stale:
    raise SystemExit(str(stale)) from None

# Places ------------------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var"))).absolute()
PORT = env.number("PORT", 8000, least=1, most=65535)
_site = env.url("SITE_URL", f"http://127.0.0.1:{PORT}", ("http", "https"))
if not _site.hostname or _site.path.strip("/") or _site.query or _site.fragment:
    env.stop("SITE_URL", "expected scheme and host only, as in https://seminars.example.org.")
SITE_URL = f"{_site.scheme}://{_site.netloc}"
IS_HTTPS = _site.scheme == "https"

# Secrets -------------------------------------------------------------------------------------------------

SECRET_KEY = env.kept_secret(VAR_DIR, "SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", [])
DATA_KEYS = usable_keys(env.kept_secret(VAR_DIR, "DATA_KEYS"))

# Django --------------------------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG", default=False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", sorted({_site.hostname, "127.0.0.1", "localhost", "[::1]"}))
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "seminars.apps.SeminarsConfig",
    "seminars.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "seminars.web.proxies.TrustedProxyMiddleware",
    "seminars.web.calendars.CalendarMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Database, cache -----------------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'seminars.sqlite3'}")}
_cache = env.url("CACHE_URL", "locmem://", ("locmem", "redis", "rediss", "file"))
CACHES = {
    "default": {
        "locmem": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "file": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": _cache.path},
    }.get(
        _cache.scheme, {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _cache.geturl()}
    )
}

# Celery: a doorbell and nothing more ---------------------------------------------------------------------

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "filesystem://")
BELL_SECONDS = env.number("BELL_SECONDS", 30, least=1, most=3600)
DELIVERY_LEASE_SECONDS = env.number("DELIVERY_LEASE_SECONDS", 180, least=1, most=3600)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 3
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "outbox"
# Short acts of rendering do not wait behind long acts of mailing.
CELERY_TASK_QUEUES: dict[str, dict[str, str]] = {"outbox": {}, "calendars": {}, "posters": {}}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "config.beat.BellScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat" / "schedule")
CELERY_BEAT_SCHEDULE = {
    "ring": {
        "task": "seminars.tasks.beat",
        "schedule": timedelta(seconds=BELL_SECONDS),
        # A beat that waited longer than one round is worth nothing: the next one does the same.
        "options": {"expires": BELL_SECONDS},
    }
}
QUEUE_DIR = VAR_DIR / "queue" / "messages"
if CELERY_BROKER_URL.startswith("filesystem:"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # One folder both ways: web, worker and beat share it.
        "data_folder_in": str(QUEUE_DIR),
        "data_folder_out": str(QUEUE_DIR),
        "control_folder": str(VAR_DIR / "queue" / "control"),
        "polling_interval": 0.1,
    }
elif CELERY_BROKER_URL.startswith(("redis:", "rediss:")):
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "unacked_restore_throttle": 1}
else:
    env.stop("CELERY_BROKER_URL", "expected filesystem:// or a redis:// URL.")

# Mail ----------------------------------------------------------------------------------------------------

_mail = env.mail("EMAIL_URL", f"file://{VAR_DIR / 'mail'}")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH", "")
EMAIL_HOST = _mail.get("EMAIL_HOST", "")
EMAIL_PORT = _mail.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = _mail.get("EMAIL_TIMEOUT")
EMAIL_USE_LOCALTIME = False
MAIL_DOMAIN = env.text(
    "MAIL_DOMAIN", _site.hostname if _site.hostname != "127.0.0.1" else "seminars.localhost"
)
# Messages a minute for each provider, where it is not what we think; 0 means as many as there are.
MAIL_RATES = env.rates("MAIL_RATES")
# Mail comes back to an address that names its delivery, which `bounces` reads in this folder or mailbox.
VERP = env.flag("VERP", default=True)
BOUNCES = env.text("BOUNCES", "")
BOUNCES_PASSWORD = env.text("BOUNCES_PASSWORD", "")
DKIM_SELECTOR = env.text("DKIM_SELECTOR", "")
FROM_NAME, DEFAULT_FROM_EMAIL = env.address("DEFAULT_FROM_EMAIL", f"seminars@{MAIL_DOMAIN}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Chat channels: tests stand servers of their own behind a door of theirs; no variable leads there --------------

CALLING_DOOR = "seminars.calling.door.Door"

# Languages and time --------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Static files --------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Security ------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = False  # the proxy in front does it; feeds on webcal:// must not loop
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
# A text that is too long to be an announcement is to be told so, with all of it still in its box; and the form of
# a workshop has many fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Logs: events, not prose; never bodies, tokens or addresses ------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.EventFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "axes": {"level": "WARNING"},
        # Named, they lose the handlers that Django gave them: these would print addresses as they are.
        "django": {},
        "django.server": {"propagate": True},
        "django.request": {"level": "ERROR"},
        # It warns that filesystem:// names no host.
        "kombu.connection": {"level": "ERROR"},
    },
}

# Names of the desk, shown where Django asks for them -------------------------------------------------------

SITE_NAME = _("Seminars")
