"""PostgreSQL with one schema a county (architecture.md, decisions 6 and 7)."""

import os

from config.settings import env
from config.settings.paths import ENVIRONMENT

# manage.py and deploy/ set DATABASE_URL for the embedded server; commands that need
# no database (score_cases) run without one.
_ADDRESS = (
    env.read_database("DATABASE_URL")
    if os.environ.get("DATABASE_URL") or ENVIRONMENT == "production"
    else {"NAME": "qianzhan", "HOST": "127.0.0.1", "PORT": "5432"}
)

# A backend keeps memory for each schema it has touched and never gives it back, so
# few connections that are renewed: measurements/scale.md, section 1.
_POOL = {
    "min_size": 1,
    "max_size": env.read_int("QIANZHAN_POOL_SIZE", 2, low=1, high=100),
    "max_lifetime": 600,
}

DATABASES = {
    "default": {
        "ENGINE": "kernel.tenancy.backend",
        **_ADDRESS,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": _POOL},
    }
}

# A standby that the province's boards may read (evaluation.rollup.replica). No pool: only
# public is read there, and a standby that is gone must not be waited for.
if os.environ.get("REPLICA_URL") or os.environ.get("REPLICA_URL_FILE"):
    DATABASES["replica"] = {
        "ENGINE": "kernel.tenancy.backend",
        **env.read_database("REPLICA_URL"),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 2, "options": "-c default_transaction_read_only=on"},
        "TEST": {"MIRROR": "default"},
    }
# A replica that is further behind than this many seconds is not read.
REPLICA_MAX_LAG = env.read_int("QIANZHAN_REPLICA_MAX_LAG", 30, low=1, high=3600)

DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_LIMIT_SET_CALLS = True
