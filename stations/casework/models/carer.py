"""Who cares for a person at home, and the hours of respite given (G3224)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.care_enums import CarerRelation
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_persons, write_persons
from stations.records.models import Record, Span, span_rules

PERSON, STATION = "carer__beneficiary__", "carer__station__"


class CarerQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_persons()), "edit": of_minors(write_persons())}


class RespiteQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_minors(view_persons(STATION), PERSON, STATION),
        "edit": of_minors(write_persons(STATION), PERSON, STATION),
    }


class Carer(Span):
    """A person who cares for one served, from a day on."""

    beneficiary = models.ForeignKey(
        Beneficiary,
        on_delete=models.PROTECT,
        related_name="carers",
        verbose_name=_("Person served"),
    )
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField(_("Name of the carer"))
    phone = EncryptedTextField(_("Phone of the carer"), blank=True, default="")
    relation = models.CharField(_("Relation of the carer"), max_length=20, choices=CarerRelation)
    burden = EncryptedTextField(_("What weighs on the carer"), blank=True, default="")

    objects = CarerQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = span_rules("carer")
        indexes = [models.Index(fields=["station", "-valid_from"], name="carer_station_day")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.relation}"


class Respite(Record):
    """Hours in which somebody else took over, so that the carer could rest."""

    carer = models.ForeignKey(
        Carer, on_delete=models.PROTECT, related_name="respites", verbose_name=_("Carer")
    )
    staff = models.ForeignKey(
        "people.Staff",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Given by the worker"),
    )
    given_on = models.DateField(_("Respite given on"))
    hours = models.DecimalField(_("Hours of respite"), max_digits=4, decimal_places=1)
    note = EncryptedTextField(_("Note on the respite"), blank=True, default="")

    objects = RespiteQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-id"]
        constraints = [
            models.CheckConstraint(name="respite_hours", condition=Q(hours__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.carer_id} {self.given_on}"
