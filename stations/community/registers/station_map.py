"""The maps that a station draws of its community (N15)."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.community.catalogue import map_choices
from stations.community.domain import draw_map, purge_map
from stations.community.models import StationMap
from stations.community.rules import view_community, write_local
from stations.records.forms import day_field
from stations.records.register import Act, Column, EntryForm, Filter, Register
from stations.records.register.purge import PurgeReasonForm


class MapForm(EntryForm):
    """A drawing and its file."""

    kind = forms.ChoiceField(label=_("Kind of map"), choices=map_choices)
    drawn_on = day_field(_("Drawn on"), initial=today)
    file = forms.FileField(
        label=_("File of the map"),
        help_text=_(
            "PDF, photograph or office file. No names, faces or house numbers on it, no military"
            " secrets."
        ),
    )
    title = forms.CharField(label=_("Name of the map"), max_length=120, required=False)


def has_file(drawing: Any) -> bool:
    return drawing.file_id is not None


def ways_to_file(drawing: Any, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    """Its file, while there is one."""
    if not has_file(drawing):
        return []
    address = reverse("community:station-map-file", args=[station.code, drawing.uuid])
    return [(_("Take out the file"), address)]


MAPS = Register(
    noun="station-maps",
    app="community",
    model=StationMap,
    title=_("Maps of the community"),
    one=_("Map of the community"),
    columns=(
        Column("drawn_on"),
        Column("kind"),
        Column("title"),
        Column("file.name", _("File")),
    ),
    details=(
        Column("file.size", _("Size in bytes"), key="file_size"),
        Column("file.digest", _("Digest of the file")),
        Column("file.uploaded_name", _("Handed in by")),
    ),
    form=MapForm,
    enter=draw_map,
    acts=(
        Act(
            "purge-file",
            _("Destroy the file"),
            PurgeReasonForm,
            purge_map,
            rule="purge",
            when=has_file,
        ),
    ),
    view=view_community(""),
    write=write_local(""),
    order=("-drawn_on", "-id"),
    filters=(Filter("kind"),),
    ways=ways_to_file,
    icon="layout-grid",
    empty=_("The station and its rooms keep the maps they drew."),
)
