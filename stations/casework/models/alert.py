"""What was done about an alert; the alerts themselves are read from the records (N02)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.enums import AlertKind
from stations.casework.rules import view_work, write_persons
from stations.records.models import Record


class AlertNoteQuerySet(RestrictedQuerySet):
    rules = {"view": view_work(), "edit": write_persons()}


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

    objects = AlertNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-done_on", "-id"]
        indexes = [models.Index(fields=["subject", "kind"], name="alert_note_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.since}"
