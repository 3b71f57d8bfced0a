"""One county's schema: by our DDL beside django-tenants running every migration; and a spare.

Each round makes another county, and none is dropped before the end: for minutes after many files
were deleted, ext4 steps over their inodes one by one, and making a schema makes some 400 files.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import count

from django.db import connection, transaction

from tenants.models import County
from tenants.provisioning.catalogue import read_tables
from tenants.provisioning.names import TEMPLATE, schema_of
from tenants.provisioning.schema import make_schema
from tenants.provisioning.spare import keep_spares, take_spare
from tenants.provisioning.template import ensure_template
from tests.bench.comparison import Comparison, Way, as_shipped
from tests.tenants.provisioning.schemas import dump

FIRST = 990001  # codes of no division
HISTORY = "SELECT app, name FROM {}.django_migrations ORDER BY app, name"


def measure(small: bool) -> Iterable[Comparison]:
    ensure_template()
    codes = count(FIRST)
    tables = len(read_tables(TEMPLATE))
    migrated = way(f"django-tenants create_schema, {tables} tables", migrate, codes)
    yield Comparison("provision", migrated, way("make_schema", make, codes), ">= 20")
    spare = way("take_spare", take, codes, lambda: keep_spares(1))
    yield Comparison("provision.spare", migrated, spare, ">= 500")


def way(
    what: str,
    do: Callable[[str], None],
    codes: Iterator[int],
    prepare: Callable[[], object] = lambda: None,
) -> Way:
    """A way that makes another schema in each round."""
    made: list[str] = []

    def run() -> None:
        made.append(schema_of(str(next(codes))))
        do(made[-1])

    return Way(what, run, prepare, lambda: shape(made[-1]))


@as_shipped()
def migrate(schema: str) -> None:
    county = County(code=schema.removeprefix("c"), schema_name=schema)
    county.create_schema(check_if_exists=True, verbosity=0)


def make(schema: str) -> None:
    with transaction.atomic():
        make_schema(schema)


def take(schema: str) -> None:
    with transaction.atomic():
        assert take_spare(schema)


def shape(schema: str) -> tuple[str, list[tuple[str, str]]]:
    """The dump of a schema without its name, and its history."""
    with connection.cursor() as cursor:
        cursor.execute(HISTORY.format(schema))
        return dump(schema), cursor.fetchall()
