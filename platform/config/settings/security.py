"""Log-in, sessions, tokens and keys (architecture.md, decisions 3 and 13)."""

from datetime import timedelta

from config.settings import env
from config.settings.paths import ENVIRONMENT, read_secret

SECRET_KEY = read_secret("QIANZHAN_SECRET_KEY")
# Wraps each county's own key; kept outside the database.
MASTER_KEY = read_secret("QIANZHAN_MASTER_KEY")
CIPHER = env.read_choice("QIANZHAN_CIPHER", ("AES-256-GCM", "SM4-GCM"), "AES-256-GCM")

DEBUG = False
ALLOWED_HOSTS = env.read_list("QIANZHAN_ALLOWED_HOSTS", [".localhost", "localhost", "127.0.0.1"])
# The host of the province; counties stand below it (510402.localhost).
BASE_HOST = env.read_text("QIANZHAN_BASE_HOST", "localhost")
HTTPS = env.read_bool("QIANZHAN_HTTPS", ENVIRONMENT == "production")

SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.read_int("QIANZHAN_SESSION_HOURS", 8, low=1, high=240) * 3600
SESSION_SAVE_EVERY_REQUEST = False
SECURE_SSL_REDIRECT = False  # nginx redirects; health checks come over plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGIN_URL = "web:login"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOCKOUT_TRIES = env.read_int("QIANZHAN_LOCKOUT_TRIES", 5, low=1, high=100)
LOCKOUT_PERIOD = timedelta(minutes=env.read_int("QIANZHAN_LOCKOUT_MINUTES", 15, low=1, high=1440))
TOKEN_LIFETIME = timedelta(days=env.read_int("QIANZHAN_TOKEN_DAYS", 30, low=1, high=366))
