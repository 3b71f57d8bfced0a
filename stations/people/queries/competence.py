"""Which competences a worker's post asks for, and which of them are not found yet (C52)."""

from datetime import date
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet, Subquery

from stations.people.enums import Competence
from stations.people.models import Assignment, CompetenceCheck, Staff
from stations.people.numbers import numbers
from stations.records.models import covering


def missing_competences(staff: Staff, on: date) -> list[Competence]:
    """What the places where the worker works ask for beyond the latest check."""
    sites = set(
        _places(on).filter(staff=staff).values_list("station__venue__institution", flat=True)
    )
    check = staff.competence_checks.filter(withdrawn_at=None, checked_on__lte=on).first()
    found = check.found if check else []
    return [each for each in Competence if each not in found and _asks(each, sites)]


def not_competent(rows: QuerySet[Staff], on: date) -> QuerySet[Any]:
    """Workers of whom not all that their places ask for was found in the latest check."""
    latest = CompetenceCheck.objects.filter(
        staff=OuterRef("pk"), withdrawn_at=None, checked_on__lte=on
    ).order_by("-checked_on", "-id")
    rows = rows.annotate(
        competences_found=Subquery(latest.values("found")[:1], output_field=JSONField())
    )
    special = numbers().competence_sites
    lacks = Q(competences_found__isnull=True)
    lacks |= ~Q(competences_found__contains=[each for each in Competence if each not in special])
    for each, kinds in special.items():
        there = _places(on).filter(staff=OuterRef("pk"), station__venue__institution__in=kinds)
        lacks |= Exists(there) & ~Q(competences_found__contains=[each])
    return rows.filter(lacks, left_on=None)


def _asks(each: Competence, sites: set[str]) -> bool:
    """Everywhere, or only in some kinds of institution."""
    special = numbers().competence_sites
    return each not in special or bool(sites & set(special[each]))


def _places(on: date) -> QuerySet[Assignment]:
    return Assignment.objects.filter(covering(on), withdrawn_at=None)
