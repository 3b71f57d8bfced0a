"""Which app lies in which schema. No app is in both lists (README has the table)."""

SHARED_APPS = [
    "django_tenants",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "kernel.web",
    "kernel.tenancy",
    "kernel.crypto",
    "kernel.accounts",
    "kernel.workdays",
    "kernel.wakeups",
    "kernel.operations",
    "kernel.seals",
    "tenants",
    "evaluation.rubrics",
    "evaluation.rollup",
    "evaluation.reports",
    "api",
]

TENANT_APPS = [
    "kernel.access",
    "kernel.audit",
    "kernel.files",
    "kernel.jobs",
    "stations.records",
    "stations.network",
    "stations.people",
    "stations.casework",
    "stations.community",
    "stations.projects",
    "evaluation.rubrics.adoption",
    "evaluation.facts",
    "evaluation.cycles",
]


INSTALLED_APPS = SHARED_APPS + TENANT_APPS

TENANT_MODEL = "tenants.County"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_BASE_MIGRATE_COMMAND = "tenants.migration.command.MigrateCommand"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
