"""Which of the three ways makes a worker qualified (C51)."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from stations.people.enums import CredentialLevel, Qualification
from stations.people.models import Credential, Staff
from stations.people.numbers import numbers


def with_qualification(rows: QuerySet[Staff], on: date) -> QuerySet[Any]:
    """Workers with ``has_certificate``, ``has_local_certificate`` and ``has_degree`` of a day."""
    held = Credential.objects.filter(staff=OuterRef("pk"), issued_on__lte=on, withdrawn_at=None)
    national = held.filter(level__in=numbers().registered_levels)
    degree = Q(social_work_degree=True, education__in=numbers().qualifying_education)
    return rows.annotate(
        has_certificate=Exists(national),
        has_local_certificate=Exists(held.filter(level=CredentialLevel.LOCAL_AIDE)),
        has_degree=Exists(Staff.objects.filter(degree, pk=OuterRef("pk"))),
    )


def qualified(rows: QuerySet[Staff], on: date) -> QuerySet[Any]:
    """Those for whom any one of the three holds."""
    any_of = Q(has_certificate=True) | Q(has_local_certificate=True) | Q(has_degree=True)
    return with_qualification(rows, on).filter(any_of)


def qualifications_of(row: Any) -> list[Qualification]:
    """The ways that hold for a worker read by ``with_qualification``."""
    found = {
        Qualification.CERTIFICATE: row.has_certificate,
        Qualification.LOCAL_CERTIFICATE: row.has_local_certificate,
        Qualification.DEGREE: row.has_degree,
    }
    return [way for way, holds in found.items() if holds]
