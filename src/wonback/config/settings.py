"""All settings, read once from the environment. Every name is explained in docs/operate/settings.md."""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from wonback.config.environment import Environment

ENV = Environment()
HOME = ENV.home()
DEBUG = ENV.flag("WONBACK_DEBUG", default=False)
SECRET_KEY = ENV.secret_key(HOME)
WONBACK_URL = ENV.text("WONBACK_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = [
    *ENV.words("WONBACK_HOSTS", "localhost,127.0.0.1,[::1]"),
    urlsplit(WONBACK_URL).hostname or "localhost",
]
ADMIN_EMAIL = ENV.text("WONBACK_ADMIN_EMAIL", "admin@example.com").lower()
COMPANY = ENV.text("WONBACK_COMPANY", "Our company")
# What stands on letters beside the name.
ADDRESS = ENV.lines("WONBACK_ADDRESS")
LOGO = ENV.picture("WONBACK_LOGO")
CURRENCY = ENV.text("WONBACK_CURRENCY", "EUR").upper()
# What later money is worth today, what of a sale is earned, what it costs to win a client: None where nobody has said.
DISCOUNT = ENV.number("WONBACK_DISCOUNT", 0.10, most=1) or 0.0
MARGIN = ENV.number("WONBACK_MARGIN", None, most=1)
REPLACEMENT = ENV.number("WONBACK_REPLACEMENT_COST", None)
ENGINE = ENV.choice("WONBACK_ENGINE", "duckdb", among=("duckdb", "spark"))
# What finds clients that were written down twice.
DUPLICATES = ENV.choice("WONBACK_DUPLICATES", "rules", among=("rules", "splink"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # Before allauth, so that our sign-in pages win over its own.
    "wonback.web",
    "wonback.team",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_ox",
    "wonback.figures",
    "wonback.clients",
    "wonback.post",
    "wonback.care",
    "wonback.losses",
    "wonback.renewals",
    "wonback.interviews",
    "wonback.winback",
    "wonback.advocacy",
    "wonback.rewards",
    "wonback.metrics",
    "wonback.intake",
    "wonback.connectors",
    "wonback.duplicates",
    "wonback.desk",
    "wonback.exports",
    "wonback.api",
    "wonback.jobs",
    "wonback.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wonback.team.second_factor.wanted",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wonback.web.middleware.clock",
    "wonback.web.middleware.Refusals",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
]
ROOT_URLCONF = "wonback.config.urls"
WSGI_APPLICATION = "wonback.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": ENV.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits count in the cache, so all processes must share it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
# The night's work starts at three in the morning, where the company is; django-ox starts it once, however many workers run.
TASKS = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "QUEUES": ["default"],
        "OPTIONS": {
            "SCHEDULES": {
                "night": {"task": "wonback.jobs.tasks.night", "cron": "0 3 * * *"},
                # A letter that was just written wakes the worker itself; this is for those whose time has come.
                "letters": {"task": "wonback.post.tasks.send_letters", "cron": "* * * * *"},
                "mailbox": {"task": "wonback.winback.tasks.read_mailbox", "cron": "*/2 * * * *"},
                # Before the night, so that its numbers know what is new in the programs we are joined with.
                "connections": {"task": "wonback.connectors.tasks.look_at_all", "cron": "0 2 * * *"},
                # Programs say how long they want to be left alone.
                "connections-later": {"task": "wonback.connectors.tasks.go_on", "cron": "*/5 * * * *"},
                # Everybody's morning has its own hour.
                "mornings": {"task": "wonback.desk.tasks.mornings", "cron": "*/5 * * * *"},
            }
        },
    }
}

AUTH_USER_MODEL = "team.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "wonback.team.adapter.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# Whoever asks for a new password with a stranger's address makes us write to nobody.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Behind a server with TLS all seem to come from one address, and one who guesses would shut the door for everybody.
ALLAUTH_TRUSTED_PROXY_COUNT = int(ENV.choice("WONBACK_PROXIES", "0", among=("0", "1", "2", "3")))
# Of whom the company wants a code beside the password.
SECOND_FACTOR = ENV.choice("WONBACK_SECOND_FACTOR", "optional", among=("optional", "admins", "everybody"))
MFA_ADAPTER = "wonback.team.second_factor.Sealing"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Wonback"
MFA_FORMS = {
    "activate_totp": "wonback.team.forms.SetUpForm",
    "authenticate": "wonback.team.forms.CodeForm",
    "reauthenticate": "wonback.team.forms.CodeAgainForm",
}
# An admin adds people with their address, and nobody signs up with another's.
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = WONBACK_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [WONBACK_URL]
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
# What somebody at a client can read our letters and pages in; people who work here read English. docs/decisions/languages.md
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français")]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
TIME_ZONE = ENV.time_zone()
COUNTRY = ENV.country()
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads beyond this size go to a file on disk while they arrive, never into memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# On the disk that holds all else: the system's own place for such files may be small, or lie in memory.
FILE_UPLOAD_TEMP_DIR = HOME
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Where programs are instead of at their own address: in tests, where one of ours stands in for them. No variable sets it.
CONNECTORS_AT: dict[str, str] = {}

MAILERS = ENV.mailers()
MAILBOX = ENV.mailbox()
DEFAULT_FROM_EMAIL = ENV.text("WONBACK_MAIL_FROM", "Wonback <wonback@localhost>")
