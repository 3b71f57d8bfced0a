"""Start-up checks: each first-party app in exactly one schema list, a fit server."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import OperationalError, connection
from psycopg import OperationalError as NoAnswer

from kernel.tenancy.pooler import HOW, find_fault

FIRST_PARTY = ("kernel.", "tenants", "stations.", "evaluation.", "api")
NEEDED_VERSION = 180000
NEEDED_LOCKS = 1024
# Settings by which the server writes statements or rows into its own log -> what keeps them out.
QUIET = {
    "log_error_verbosity": ("terse",),
    "log_min_error_statement": ("fatal", "panic"),
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
}


@register()
def check_app_lists(app_configs: Any, **kwargs: Any) -> list[Error]:
    """No app is in both schema lists or in none of them."""
    both = set(settings.SHARED_APPS) & set(settings.TENANT_APPS)
    return [
        Error(f"{name} stands in both SHARED_APPS and TENANT_APPS.", id="tenancy.E001")
        for name in sorted(both)
    ]


@register(Tags.database)
def check_server(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The server is PostgreSQL 18 or newer with locks enough for a province's schemas."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        version = cursor.fetchone()[0]
        cursor.execute("SELECT current_setting('max_locks_per_transaction')::int")
        locks = cursor.fetchone()[0]
    found = []
    if version < NEEDED_VERSION:
        found.append(
            Error(
                f"DATABASE_URL: PostgreSQL 18 or newer is required (the search_path guard "
                f"needs it); the server is {version // 10000}.",
                id="tenancy.E002",
            )
        )
    if locks < NEEDED_LOCKS:
        found.append(
            Error(
                f"DATABASE_URL: max_locks_per_transaction must be at least {NEEDED_LOCKS}; "
                f"the server has {locks}.",
                id="tenancy.E003",
            )
        )
    return found


@register(Tags.database)
def check_server_log(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """The server writes no values into its log: they are names and numbers of persons (X06)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name",
            [list(QUIET)],
        )
        loud = [
            f"{name} = {QUIET[name][0]}" for name, set_to in cursor if set_to not in QUIET[name]
        ]
    if not loud:
        return []
    said = "DATABASE_URL: the server writes personal data into its log. Set there: "
    return [Warning(said + ", ".join(loud), id="tenancy.W005")]


@register(Tags.database)
def check_pooler(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Nothing between us and the server hands a backend on with another client's search_path."""
    try:
        fault = find_fault(pooler_address())
    except NoAnswer as error:
        raise OperationalError(str(error)) from error
    return [Error(f"DATABASE_URL: {fault} {HOW}", id="tenancy.E004")] if fault else []


def pooler_address() -> dict[str, Any]:
    """Keyword arguments of psycopg.connect for the way that our own connections take."""
    given = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    address = {name: given[key] for name, key in names.items() if given[key]}
    return address | {"dbname": given["NAME"]}
