"""The schemas that are migrated: the template, every county's, the spares."""

from dataclasses import dataclass

from kernel.tenancy.connection import connection
from tenants.models import County, CountyState
from tenants.provisioning.names import TEMPLATE, is_spare


@dataclass(frozen=True)
class Target:
    """A schema to migrate. `code` is the county's, empty for the template and spares."""

    schema: str
    code: str = ""
    has_history: bool = True


def list_targets() -> list[Target]:
    """The template, counties in code order, spares.

    Suspended and leaving counties are migrated too. An erased one has no schema; one in
    provisioning may have none yet and is made from the migrated template then.
    """
    present = _schemas_with_history()
    found = [Target(TEMPLATE)] if TEMPLATE in present else []
    rows = County.objects.exclude(state=CountyState.ERASED).order_by("code")
    for code, schema, state in rows.values_list("code", "schema_name", "state"):
        if schema in present or state != CountyState.PROVISIONING:
            found.append(Target(schema, code, schema in present))
    return found + [Target(schema) for schema in sorted(present) if is_spare(schema)]


def _schemas_with_history() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relname = 'django_migrations' AND c.relkind = 'r'"
        )
        return {name for (name,) in cursor.fetchall()}
