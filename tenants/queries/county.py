"""What operators and officials may know of counties: states and sizes, no content."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import NotFound
from kernel.wakeups.models import Wakeup
from tenants.migration.fingerprint import fingerprints
from tenants.models import County, CountyEvent, Domain
from tenants.provisioning.names import TEMPLATE

SIZES = """
SELECT n.nspname, coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r'
WHERE n.nspname = ANY(%s) GROUP BY n.nspname
"""
# Whoever enters a county has their memberships read there: the server's own statistics say when
# that was last, without a look into any county.
ACTIVITY = """
SELECT schemaname, greatest(last_seq_scan, last_idx_scan) FROM pg_stat_user_tables
WHERE schemaname = ANY(%s) AND relname = 'access_membership'
"""


def list_counties(*, actor: Actor) -> list[dict[str, Any]]:
    """Every county in code order; a constant number of queries. Raises Forbidden."""
    require(actor, OfficialRole.PLATFORM)
    return _rows(County.objects.order_by("code"))


def find_county(*, actor: Actor, code: str) -> County:
    """The county of a code, in any state. Raises NotFound, Forbidden."""
    require(actor, OfficialRole.PLATFORM)
    county = County.objects.filter(code=code).first()
    if county is None:
        raise NotFound(_("No such county."))
    return county


def describe_county(*, actor: Actor, code: str) -> dict[str, Any]:
    """One county as in the list. Raises NotFound, Forbidden."""
    return _rows([find_county(actor=actor, code=code)])[0]


def events_of(*, actor: Actor, code: str) -> list[CountyEvent]:
    """What happened to a county as a whole, the newest first; also of one that is gone."""
    require(actor, OfficialRole.PLATFORM)
    return list(CountyEvent.objects.filter(county_code=code).order_by("-id"))


def _rows(counties: Iterable[County]) -> list[dict[str, Any]]:
    found = list(counties)
    schemas = [county.schema_name for county in found]
    sizes: dict[str, int] = _read_by_schema(SIZES, schemas)
    activity: dict[str, datetime | None] = _read_by_schema(ACTIVITY, schemas)
    hosts = dict(Domain.objects.filter(is_primary=True).values_list("tenant_id", "domain"))
    failed = _count_failures()
    # One statement that reads every schema's django_migrations alone: 0.1 s for 183.
    versions = fingerprints()
    return [
        {
            "code": county.code,
            "name": county.name,
            "state": county.state,
            "state_label": county.get_state_display(),
            "host": hosts.get(county.pk, ""),
            "is_trial": county.is_trial,
            "rehearsal_of": county.rehearsal_of,
            "created_at": county.created_at,
            "size": sizes.get(county.schema_name, 0),
            "last_active_at": activity.get(county.schema_name),
            "failed_jobs": failed.get(county.code, 0),
            "is_current": versions.get(county.schema_name, "") == versions.get(TEMPLATE),
        }
        for county in found
    ]


def _read_by_schema(sql: str, schemas: list[str]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [schemas])
        return dict(cursor.fetchall())


def _count_failures() -> dict[str, int]:
    failed = Wakeup.objects.filter(failed_at__isnull=False).values("county_code")
    return dict(failed.annotate(number=Count("id")).values_list("county_code", "number"))
