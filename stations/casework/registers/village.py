"""The village of a record, by its name as it is called today."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from stations.records.register import Column
from tenants.queries.division import in_force


@dataclass(frozen=True)
class Village(Column):
    """A division's code: the API gives it as it is, a page says its name where it is in force.

    Its register extends the rows by ``with_village``.
    """

    path: str = "division_code"

    def show(self, record: Any, opens: bool) -> str:
        return record.village or super().show(record, opens)


def with_village(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with the name of their village beside the code."""
    named = in_force().filter(code=OuterRef("division_code")).values("name")
    return rows.annotate(village=Subquery(named[:1]))
