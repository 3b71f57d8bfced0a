"""Community volunteers and what a station did with them."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField, mask_name
from stations.people.enums import Step
from stations.people.rules import view_volunteers, write_volunteers
from stations.records.models import Record
from stations.records.purge import purge_texts


class VolunteerQuerySet(RestrictedQuerySet):
    # ID number and phone in full are for those who keep the list.
    rules = {
        "view": view_volunteers(),
        "edit": write_volunteers(),
        "reveal": write_volunteers(),
    }


class OfVolunteerQuerySet(RestrictedQuerySet):
    """Records that belong to a volunteer."""

    rules = {
        "view": view_volunteers("volunteer__station__"),
        "edit": write_volunteers("volunteer__station__"),
        "purge": purge_texts("volunteer__station__"),
    }


class Volunteer(Record):
    """A person registered as volunteer through a station.

    Where the ID number is given, a person registered by a station and by one of its
    rooms is one person to every count.
    """

    day_at_place = "registered_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Full name"), max_length=60)
    id_number = EncryptedTextField(_("ID number"), blank=True, default="")
    id_number_index = models.CharField(max_length=64, blank=True, default="", editable=False)
    phone = EncryptedTextField(_("Phone"), blank=True, default="")
    national_number = models.CharField(
        _("Number in the national volunteer system"), max_length=40, blank=True, default=""
    )
    registered_on = models.DateField(_("Volunteer since"))
    # Name, numbers and texts were emptied on the person's wish (X09).
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="volunteer_once_a_station",
                fields=["station", "id_number_index"],
                condition=~models.Q(id_number_index="") & models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        """Masked: this text goes into the audit trail."""
        return mask_name(self.name)


class VolunteerStep(Record):
    """One of the four steps (guideline 3.1.5), done on a day."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(_("Step taken"), max_length=10, choices=Step)
    done_on = models.DateField(_("Done on"))
    # Of a service or a training; the certificate of service adds them up (X17).
    hours = models.DecimalField(
        _("Hours"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(200))],
    )
    content = models.CharField(
        _("Content of the step"), max_length=120, blank=True, default="", db_default=""
    )

    free_texts = ("content",)

    objects = OfVolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["done_on", "id"]
        # Read by year for all stations of the county (S2, C05).
        indexes = [models.Index(fields=["done_on"], name="volunteer_step_day")]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.step} {self.done_on}"
