"""Which template of a visit fits whom, by the kinds of today."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from stations.casework.models import Beneficiary, BeneficiaryCategory
from stations.casework.visit_templates import Template, choose
from stations.records.models import covering


def template_of(person: Beneficiary, on: date) -> Template | None:
    """For a person whom the reader serves; one query."""
    rows = _held(on).filter(beneficiary=person)
    return choose(rows.values_list("category", "disability_kind"))


def templates_carried(persons: Collection[str], on: date) -> dict[str, str]:
    """Person -> template, as far as phones take it along: nothing encrypted is read; one query."""
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = _held(on).filter(beneficiary__uuid__in=set(persons))
    for person, kind in rows.values_list("beneficiary__uuid", "category"):
        found[person].append((kind, ""))
    chosen = {str(person): choose(held) for person, held in found.items()}
    return {person: template.key for person, template in chosen.items() if template}


def _held(on: date) -> QuerySet[BeneficiaryCategory]:
    return BeneficiaryCategory.objects.filter(covering(on), withdrawn_at=None)
