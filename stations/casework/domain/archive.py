"""Volumes of closed cases: filed with the closure itself, stored, handed over (C921, C922)."""

import hashlib
import json
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.custody_enums import RetentionRule
from stations.casework.custody_rules import keep_case, load_custody
from stations.casework.models import ArchiveVolume, Case, CaseDocument
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)


def file_volume(*, actor: Actor, case: Case) -> ArchiveVolume:
    """File the volume of a closed case; call it in the transaction of the closure (C922).

    Raises Conflict for a case that is not closed or has its volume.
    """
    if case.closed_on is None:
        raise Conflict(_("The case is not closed."), code="case_open")
    if case.volumes.filter(round=case.round, withdrawn_at=None).exists():
        raise Conflict(_("The volume of this case is filed."), code="volume_filed")
    keeping = keep_case(case.closed_on, case.beneficiary.born_on)
    papers = list_papers(case)
    rules = load_custody()
    volume = ArchiveVolume(
        station_id=case.station_id,
        case=case,
        round=case.round,
        number=_next_number(case),
        filed_on=clock.today(),
        pages=len(papers),
        contents=papers,
        secrecy=rules[
            "secrecy_of_minor" if keeping.rule == RetentionRule.MINOR else "secrecy_of_adult"
        ],
        retention_rule=keeping.rule,
        destroy_after=keeping.until,
    )
    return enter(volume, actor=actor, action="archive.file")


def unfiled_cases(rows: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """Closed cases without the volume of their last closure, the earliest first.

    One that was filed by mistake is not filed anew: the case goes, too, or is opened again.
    """
    filed = ArchiveVolume.objects.filter(case=OuterRef("pk"), round=OuterRef("round"))
    base = Case.objects.all() if rows is None else rows
    closed = base.filter(closed_on__isnull=False, withdrawn_at=None).exclude(Exists(filed))
    return closed.select_related("beneficiary", "station").order_by("closed_on", "id")


@transaction.atomic
def file_missing(*, actor: Actor) -> int:
    """File the volumes of cases closed before volumes were kept. Gives how many."""
    cases = list(unfiled_cases())
    for case in cases:
        file_volume(actor=actor, case=case)
    return len(cases)


@transaction.atomic
def store_volume(
    *, actor: Actor, entry: ArchiveVolume, storage_place: str, secrecy: str
) -> ArchiveVolume:
    """Say where the volume stands and who may be lent it. Raises Forbidden, Conflict, Invalid."""
    volume = lock_volume(actor, entry, "edit")
    if not storage_place.strip():
        refuse("storage_place", _("Say where the volume is stored."), storage_place)
    return change(
        volume,
        actor=actor,
        action="archive.store",
        storage_place=storage_place.strip(),
        secrecy=secrecy,
    )


@transaction.atomic
def hand_over(*, actor: Actor, entry: ArchiveVolume, to: str, on: date) -> ArchiveVolume:
    """Hand the volume over to the county's archive.

    Raises Forbidden, Conflict when handed over, lent or destroyed, Invalid for a wrong day.
    """
    volume = lock_volume(actor, entry, "edit")
    if volume.handed_over_on is not None:
        raise Conflict(
            _("The volume was handed over on %(day)s.")
            % {"day": date_format(volume.handed_over_on)}
        )
    refuse_lent(volume)
    if not to.strip():
        refuse("to", _("Say who takes the volume."), to)
    if on < volume.filed_on:
        refuse("on", _("The volume was filed later."), on, f">= {volume.filed_on}")
    refuse_future("on", on)
    return change(
        volume,
        actor=actor,
        action="archive.hand_over",
        handed_over_on=on,
        handed_over_to=to.strip(),
        handed_over_received_at=clock.now(),
    )


def lock_volume(actor: Actor, volume: ArchiveVolume, action: str) -> ArchiveVolume:
    """The volume as it is now, held until the transaction ends.

    Raises Forbidden, or Conflict when it is withdrawn or destroyed.
    """
    require_row(actor, volume, action)
    held = ArchiveVolume.objects.select_for_update(of=("self",)).get(pk=volume.pk)
    refuse_withdrawn(held)
    if held.destroyed_on is not None:
        detail = _("The volume was destroyed on %(day)s.") % {"day": date_format(held.destroyed_on)}
        raise Conflict(detail, code="volume_destroyed")
    return held


def refuse_lent(volume: ArchiveVolume) -> None:
    """Raise Conflict while somebody has the volume."""
    if volume.loans.filter(returned_on=None, withdrawn_at=None).exists():
        raise Conflict(_("The volume is lent; it must come back first."), code="volume_lent")


def list_papers(case: Case) -> list[dict[str, Any]]:
    """The papers of the case's last round in order, each with the digest of its content."""
    rows = case.documents.filter(withdrawn_at=None, round=case.round).order_by("written_on", "id")
    return [
        {
            "id": str(paper.uuid),
            "kind": paper.kind,
            "written_on": paper.written_on.isoformat(),
            "signed": paper.signed,
            "digest": digest_of(paper),
        }
        for paper in rows
    ]


def digest_of(paper: CaseDocument) -> str:
    """SHA-256 over what the paper says; its random id keeps short texts from being guessed."""
    content = [str(paper.uuid), paper.kind, paper.written_on, paper.signed, paper.body]
    if paper.sections:  # papers without keep the digest they have had
        content.append(paper.sections)
    text = json.dumps(content, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def _next_number(case: Case) -> str:
    """Station, year, running number. The station's row is held, so no two get the same."""
    station = case.station
    type(station)._base_manager.select_for_update(no_key=True).get(pk=station.pk)
    prefix = f"{station.code}-{clock.today().year}-"
    count = ArchiveVolume.objects.filter(station=station, number__startswith=prefix).count()
    return f"{prefix}{count + 1:04}"
