"""One county's schema: by our DDL beside django-tenants running every migration; and a spare."""

from collections.abc import Iterable

from django.db import connection, transaction

from tenants.models import County
from tenants.provisioning.catalogue import read_tables
from tenants.provisioning.names import TEMPLATE
from tenants.provisioning.schema import drop_schema, make_schema
from tenants.provisioning.spare import keep_spares, take_spare
from tenants.provisioning.template import ensure_template
from tests.bench.comparison import Comparison, Way
from tests.tenants.provisioning.schemas import dump

BY_MIGRATIONS, BY_DDL, BY_RENAME = "c990001", "c990002", "c990003"
HISTORY = "SELECT app, name FROM {}.django_migrations ORDER BY app, name"


def measure(small: bool) -> Iterable[Comparison]:
    ensure_template()
    tables = len(read_tables(TEMPLATE))
    migrated = Way(
        f"django-tenants create_schema, {tables} tables",
        lambda: migrate(BY_MIGRATIONS),
        lambda: drop_schema(BY_MIGRATIONS),
        lambda: shape(BY_MIGRATIONS),
    )
    ours = Way(
        "make_schema", lambda: make(BY_DDL), lambda: drop_schema(BY_DDL), lambda: shape(BY_DDL)
    )
    yield Comparison("provision", migrated, ours, ">= 20")
    spare = Way("take_spare", lambda: take(BY_RENAME), put_back, lambda: shape(BY_RENAME))
    yield Comparison("provision.spare", migrated, spare, ">= 500")


def migrate(schema: str) -> None:
    county = County(code=schema.removeprefix("c"), schema_name=schema)
    county.create_schema(check_if_exists=True, verbosity=0)


def make(schema: str) -> None:
    with transaction.atomic():
        make_schema(schema)


def take(schema: str) -> None:
    with transaction.atomic():
        take_spare(schema)


def put_back() -> None:
    """No such county, and one spare ready."""
    drop_schema(BY_RENAME)
    keep_spares(1)


def shape(schema: str) -> tuple[str, list[tuple[str, str]]]:
    """The dump of a schema without its name, and its history."""
    with connection.cursor() as cursor:
        cursor.execute(HISTORY.format(schema))
        return dump(schema), cursor.fetchall()
