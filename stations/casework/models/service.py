"""A service given, under the clause that asks for it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.care_enums import ServiceKind
from stations.casework.catalogue import service_choices
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_work, write_work
from stations.records.models import Record
from stations.records.purge import purge_texts


class ServiceRecordQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_minors(view_work()),
        "edit": of_minors(write_work()),
        "purge": of_minors(purge_texts()),
    }


class ServiceRecord(Record):
    """What was done on a day for a person, or for so many people at once (G3211-G3253, M35).

    ``service`` is a code of data/services.yaml; a service to the public names no person.
    """

    day_at_place = "served_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey(
        Beneficiary,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("Person served"),
    )
    staff = models.ForeignKey(
        "people.Staff",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Given by the worker"),
    )
    served_on = models.DateField(_("Served on"))
    service = models.CharField(_("Service"), max_length=20, choices=service_choices)
    kind = models.CharField(_("Type of service"), max_length=20, choices=ServiceKind)
    persons_count = models.PositiveIntegerField(_("Number of persons"), default=1)
    note = EncryptedTextField(_("Service note"), blank=True, default="")

    free_texts = ("note",)

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-served_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="servicerecord_for_somebody", condition=Q(persons_count__gte=1)
            ),
        ]
        # A year of all stations by clause (C02, C06-C10); a station's latest.
        indexes = [
            models.Index(fields=["served_on", "service"], name="servicerecord_day"),
            models.Index(fields=["station", "-served_on"], name="servicerecord_station_day"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.served_on}"
