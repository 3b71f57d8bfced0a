"""Where the roster and the kinds on file part: who lacks the kind, who kept it after leaving."""

from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.models import Beneficiary, BeneficiaryCategory, RosterEntry
from stations.records.models import covering

Rows = QuerySet[RosterEntry]


def lacking_kind(rows: Rows, actor: Actor, action: str = "read") -> Rows:
    """Of entries: those that run, whose person has an open file without the roster's kind.

    ``kind_from`` is the day from which the person would hold it: that of the entry, or the end
    of the same kind held before.
    """
    same = _same_kind(valid_to__isnull=False).order_by().values("beneficiary")
    ended = same.annotate(last=Max("valid_to")).values("last")
    return (
        _on_file(rows, actor, action)
        .filter(covering(today()))
        .exclude(Exists(_same_kind(valid_to=None)))
        .annotate(kind_from=Greatest("valid_from", Subquery(ended)))
    )


def keeping_kind(rows: Rows, actor: Actor, action: str = "read") -> Rows:
    """Of entries: the last stay of those who left the list, and whose kind of before runs on.

    ``valid_to`` is the day of the list on which they no longer stood.
    """
    same = RosterEntry.objects.filter(
        beneficiary=OuterRef("beneficiary"), category=OuterRef("category"), withdrawn_at=None
    )
    return (
        _on_file(rows, actor, action)
        .filter(valid_to__lte=today())
        .filter(Exists(_same_kind(valid_to=None, valid_from__lt=OuterRef("valid_to"))))
        .exclude(Exists(same.filter(covering(today()))))
        .exclude(Exists(same.filter(valid_to__gt=OuterRef("valid_to"))))
    )


def _on_file(rows: Rows, actor: Actor, action: str) -> Rows:
    """Entries whose person has an open file that the actor may read, or edit."""
    files = Beneficiary.objects.restrict(actor, action).filter(closed_on=None, withdrawn_at=None)
    return rows.filter(withdrawn_at=None, beneficiary__in=files)


def _same_kind(**given: Any) -> QuerySet[BeneficiaryCategory]:
    return BeneficiaryCategory.objects.filter(
        beneficiary=OuterRef("beneficiary"),
        category=OuterRef("category"),
        withdrawn_at=None,
        **given,
    )
