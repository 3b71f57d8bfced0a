"""A station's volumes, what of them is lent, overdue or at the end of its retention (C921)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.domain.archive import digest_of
from stations.casework.domain.disposal import due_volumes
from stations.casework.enums import DocumentKind
from stations.casework.models import ArchiveLoan, ArchiveVolume, CaseDocument
from stations.records.places import at_place


@dataclass(frozen=True)
class Paper:
    """A paper of a volume's list, and whether it still says what it said."""

    kind: str
    label: Any
    written_on: date
    signed: bool
    digest: str
    is_unchanged: bool

    @property
    def blocks(self) -> str:
        """The digest in blocks of eight, to be compared by eye."""
        return " ".join(self.digest[start : start + 8] for start in range(0, 64, 8))


def papers_of(volume: ArchiveVolume) -> list[Paper]:
    """The frozen list, each paper compared with what stands now, in one query.

    A purged, withdrawn or destroyed paper no longer fits its digest.
    """
    rows = CaseDocument.objects.filter(case_id=volume.case_id, withdrawn_at=None)
    now = {str(paper.uuid): digest_of(paper) for paper in rows}
    return [
        Paper(
            kind=each["kind"],
            label=DocumentKind(each["kind"]).label,
            written_on=date.fromisoformat(each["written_on"]),
            signed=each["signed"],
            digest=each["digest"],
            is_unchanged=now.get(each["id"]) == each["digest"],
        )
        for each in volume.contents
    ]


def volumes_in(actor: Actor, station: Any) -> QuerySet[ArchiveVolume]:
    """Volumes that may be lent or handed over: neither destroyed nor withdrawn."""
    rows = ArchiveVolume.objects.restrict(actor, "edit").filter(at_place(station))
    return rows.filter(withdrawn_at=None, destroyed_on=None)


def due_at(actor: Actor, station: Any) -> QuerySet[ArchiveVolume]:
    """Volumes of a place whose retention has ended, to be put on the destruction list."""
    rows: Any = due_volumes(today())
    return rows.restrict(actor, "edit").filter(at_place(station))


def overdue_loans(actor: Actor, on: date) -> QuerySet[ArchiveLoan]:
    """Loans that should have come back, the longest first."""
    rows = ArchiveLoan.objects.restrict(actor, "view").filter(
        withdrawn_at=None, returned_on=None, due_on__lt=on
    )
    return rows.select_related("volume", "station").order_by("due_on", "id")
