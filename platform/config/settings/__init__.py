"""The settings, put together from one small module a concern.

Every name is imported by name, so that a reader finds where a setting comes from.
"""

from config.settings.api import REST_FRAMEWORK, SPECTACULAR_SETTINGS
from config.settings.apps import (
    AUTH_USER_MODEL,
    DEFAULT_AUTO_FIELD,
    INSTALLED_APPS,
    SHARED_APPS,
    TENANT_APPS,
    TENANT_BASE_MIGRATE_COMMAND,
    TENANT_DOMAIN_MODEL,
    TENANT_MODEL,
)
from config.settings.archive import (
    ARCHIVE_COMPRESSION,
    ARCHIVE_PASSPHRASE_MIN,
    ARCHIVE_SCRYPT_COST,
    ARCHIVES_ROOT,
    COUNTY_LOCK_TIMEOUT,
)
from config.settings.broker import CELERY, JOB_LEASE_SECONDS, JOB_TRIES
from config.settings.cells import CELL_CODE, UPSTREAM_URL
from config.settings.database import (
    DATABASE_ROUTERS,
    DATABASES,
    REPLICA_MAX_LAG,
    TENANT_LIMIT_SET_CALLS,
)
from config.settings.logs import LOGGING
from config.settings.middleware import MIDDLEWARE, ROOT_URLCONF, URLCONFS, WSGI_APPLICATION
from config.settings.paths import DATA, ENVIRONMENT, ROOT
from config.settings.rules import (
    DIVISIONS_VALID_FROM,
    FILE_MAX_BYTES,
    FILE_ORPHAN_HOURS,
    FILES_ROOT,
    LANGUAGE_CODE,
    SPARE_SCHEMAS,
    TIME_ZONE,
    TODAY,
    TRIAL_COUNTIES_ALLOWED,
    USE_I18N,
    USE_TZ,
)
from config.settings.security import (
    ALLOWED_HOSTS,
    AUTH_PASSWORD_VALIDATORS,
    AUTHENTICATION_BACKENDS,
    BASE_HOST,
    CIPHER,
    CSRF_COOKIE_SECURE,
    DEBUG,
    HTTPS,
    LOCKOUT_PERIOD,
    LOCKOUT_TRIES,
    LOGIN_REDIRECT_URL,
    LOGIN_URL,
    MASTER_KEY,
    PASSWORD_HASHERS,
    SECRET_KEY,
    SECURE_CONTENT_TYPE_NOSNIFF,
    SECURE_HSTS_SECONDS,
    SECURE_PROXY_SSL_HEADER,
    SECURE_REFERRER_POLICY,
    SECURE_SSL_REDIRECT,
    SESSION_COOKIE_AGE,
    SESSION_COOKIE_HTTPONLY,
    SESSION_COOKIE_SAMESITE,
    SESSION_COOKIE_SECURE,
    SESSION_SAVE_EVERY_REQUEST,
    TOKEN_LIFETIME,
    X_FRAME_OPTIONS,
)
from config.settings.web import (
    CONTENT_SECURITY_POLICY,
    FORM_RENDERER,
    LANGUAGES,
    LOCALE_PATHS,
    PROVINCE_NAME,
    STATIC_ROOT,
    STATIC_URL,
    STORAGES,
    TEMPLATES,
)
