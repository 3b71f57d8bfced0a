"""Settings of the test suite: quick password hashes and locks, files in a folder of its own."""

import os
import tempfile
from pathlib import Path

from config.settings import *  # noqa: F403 - the suite overrides, it does not recompose

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FILES_ROOT = Path(tempfile.gettempdir()) / f"qianzhan-test-files-{os.getpid()}"
ARCHIVE_SCRYPT_COST = 10
COUNTY_LOCK_TIMEOUT = "200ms"

# A database made for the tests would have no Citus, silently: the prepared one is used.
if os.environ.get("CITUS_URL"):
    DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}  # noqa: F405

# The suite gets static files as they lie in the apps, so that it needs no collectstatic;
# one test collects them with the real storage.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
