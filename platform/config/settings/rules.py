"""Rules of the installation that are no part of a rubric or a county's calendar."""

from datetime import date

from config.settings import env
from config.settings.paths import DATA, ENVIRONMENT

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# The data set has no validity dates: decision 14, marked there as assumed.
DIVISIONS_VALID_FROM = env.read_date("QIANZHAN_DIVISIONS_VALID_FROM") or date(2020, 1, 1)
# Shifts the day of the whole program (demo --today); production runs on the real day.
TODAY = env.read_date("QIANZHAN_TODAY") if ENVIRONMENT != "production" else None
TRIAL_COUNTIES_ALLOWED = ENVIRONMENT != "production"

FILES_ROOT = DATA / "files"
# Content that no file names is destroyed after so long: its upload is over by then.
FILE_ORPHAN_HOURS = env.read_int("QIANZHAN_FILE_ORPHAN_HOURS", 24, low=1, high=8760)
FILE_MAX_BYTES = env.read_int("QIANZHAN_FILE_MAX_MB", 20, low=1, high=1024) * 1024 * 1024

# Schemas kept ready for new counties (tenants/provisioning/spare.py); each takes about 3 MB.
SPARE_SCHEMAS = env.read_int(
    "QIANZHAN_SPARE_SCHEMAS", 0 if ENVIRONMENT == "test" else 3, low=0, high=100
)
