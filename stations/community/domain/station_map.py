"""The maps that a station draws of its community (N15)."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.audit.domain import record as write_audit
from kernel.errors import Conflict
from kernel.files.domain import drop_file, store_file
from stations.community.catalogue import map_choices
from stations.community.models import StationMap
from stations.community.rules import write_local
from stations.records.domain import enter, refuse, refuse_future, require_place, require_row
from stations.records.reasons import read_reason


@transaction.atomic
def draw_map(
    *,
    actor: Actor,
    station: models.Model,
    kind: str,
    drawn_on: date,
    file: UploadedFile,
    title: str = "",
) -> StationMap:
    """Keep a drawing with its file. Raises Forbidden, or Invalid: a kind that is none, a second
    map of the kind and day, a file that may not be stored."""
    require_place(actor, station, write_local(""))
    refuse_future("drawn_on", drawn_on)
    kinds = [code for code, _label in map_choices()]
    if kind not in kinds:
        refuse("kind", _("Not one of the choices."), kind, kinds)
    same = StationMap.objects.filter(
        station_id=station.pk, kind=kind, drawn_on=drawn_on, withdrawn_at=None
    )
    if same.exists():
        refuse("drawn_on", _("There is a map of this kind and day."), drawn_on)
    drawing = StationMap(station_id=station.pk, kind=kind, title=title.strip(), drawn_on=drawn_on)
    drawing.file = store_file(actor=actor, upload=file)
    return enter(drawing, actor=actor, action="station_map.draw")


@transaction.atomic
def purge_map(*, actor: Actor, entry: StationMap, reason: str) -> StationMap:
    """Destroy the file of a map that shows what must not be shown (C41b); that it was drawn stays.

    Raises Forbidden for all but the head and the supervisor, Conflict when the file is gone,
    Invalid without a reason.
    """
    require_row(actor, entry, "purge")
    held = StationMap.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    stored = held.file
    if stored is None:
        raise Conflict(_("The file of this map was destroyed."), code="empty")
    after = {"field": "file", "digest": stored.digest, "reason": read_reason(reason)}
    held.file = None
    held.save(update_fields=["file", "changed_at"])
    drop_file(actor=actor, stored=stored)
    write_audit(actor=actor, action="file.purge", obj=held, after=after)
    return held
