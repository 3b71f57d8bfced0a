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
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_LIMIT_SET_CALLS = True
