"""What was done about alerts that no person's file holds: those of leads (N02, C41b)."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from stations.casework.enums import AlertKind
from stations.casework.models import AlertNote, DiscoveryLead
from stations.casework.queries.work import sees_names
from stations.casework.rules import view_work, write_persons
from stations.records.register import Column, Register


def with_lead(rows: QuerySet) -> QuerySet:
    """The name that was told, by the lead's uuid."""
    lead = DiscoveryLead.objects.filter(uuid=OuterRef("subject"))
    return rows.annotate(lead_name=Subquery(lead.values("name")))


def to_the_lead(note: Any, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    return [(_("Lead"), reverse("casework:leads-one", args=[station.code, note.subject]))]


ALERT_NOTES = Register(
    noun="alert-notes",
    app="casework",
    model=AlertNote,
    title=_("Notes on alerts about leads"),
    one=_("Note on an alert about a lead"),
    columns=(
        Column("done_on"),
        Column("lead_name", _("Name, as told"), personal=True),
        Column("since"),
        Column("by_name", _("Done by")),
    ),
    details=(Column("measure", personal=True),),
    only=Q(kind=AlertKind.LEAD_WAITING),
    extend=with_lead,
    ways=to_the_lead,
    view=view_work(""),
    write=write_persons(""),
    opens=sees_names,
    order=("-done_on", "-id"),
    icon="bell",
    empty=_("What is done about a lead that waits is noted at the alert."),
)
