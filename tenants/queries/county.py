"""What operators and officials may know of counties: states and sizes, no content."""

from typing import Any

from django.db import connection

from tenants.models import Domain

SIZES = """
SELECT n.nspname, coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r'
WHERE n.nspname ~ '^c[0-9]{6}$' GROUP BY n.nspname
"""


def list_counties() -> list[dict[str, Any]]:
    """Every county with state, host, age and size in bytes; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        sizes = dict(cursor.fetchall())
    hosts = Domain.objects.filter(is_primary=True).select_related("tenant").order_by("tenant__code")
    return [
        {
            "code": host.tenant.code,
            "name": host.tenant.name,
            "state": host.tenant.state,
            "state_label": host.tenant.get_state_display(),
            "host": host.domain,
            "is_trial": host.tenant.is_trial,
            "created_at": host.tenant.created_at,
            "size": sizes.get(host.tenant.schema_name, 0),
        }
        for host in hosts
    ]
