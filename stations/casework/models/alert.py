"""What was done about an alert; the alerts themselves are read from the records (N02)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.access.restrict import RestrictedQuerySet, Rule
from kernel.crypto import EncryptedTextField
from stations.casework.enums import AlertKind
from stations.casework.models.lead import DiscoveryLead, DiscoveryLeadQuerySet
from stations.records.models import Record


def about_leads(action: str) -> Rule:
    """Notes about the leads with which the actor may do this. Those about persons hang on the
    person's file and are reached there."""

    def reached(actor: Actor) -> Q | None:
        rule = DiscoveryLeadQuerySet.rules[action](actor)
        if rule is None:
            return None
        leads = DiscoveryLead.objects.filter(rule).values("uuid")
        return Q(kind=AlertKind.LEAD_WAITING, subject__in=leads)

    return reached


class AlertNoteQuerySet(RestrictedQuerySet):
    rules = {
        "view": about_leads("view"),
        "edit": about_leads("decide"),
        "purge": about_leads("purge"),
    }


class AlertNote(Record):
    """Somebody has seen to an alert: it rests for some days; one that arises anew does not.

    ``subject`` is the uuid of the record that the alert is about and ``since`` the day from
    which it stands: together they name one alert.
    """

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind of alert"), max_length=20, choices=AlertKind)
    subject = models.UUIDField()
    since = models.DateField(_("Alert since"))
    done_on = models.DateField(_("Done on"))
    measure = EncryptedTextField(_("What was done"))
    by_uuid = models.UUIDField(null=True, editable=False)
    by_name = models.CharField(max_length=60, blank=True, default="", editable=False)

    free_texts = ("measure",)

    objects = AlertNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-done_on", "-id"]
        indexes = [models.Index(fields=["subject", "kind"], name="alert_note_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.since}"
