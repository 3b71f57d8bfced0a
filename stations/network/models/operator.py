"""Which agency lives in a purchased station (plan 三(三), 驻站机构), and by which licence (C53)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.base import UuidModel


class StationOperator(UuidModel):
    """An agency runs a place from a day (included) to a day (excluded), open if null."""

    station = models.ForeignKey(
        "network.Station", on_delete=models.CASCADE, related_name="operators"
    )
    agency_name = models.CharField(_("Resident agency"), max_length=80)
    # 统一社会信用代码, 18 characters; empty where it is not known.
    agency_code = models.CharField(_("Social credit code"), max_length=18, blank=True)
    licence_number = models.CharField(
        _("Licence number"), max_length=60, blank=True, default="", db_default=""
    )
    licence_until = models.DateField(_("Licence valid until"), null=True, blank=True)
    # Codes of AgencyDocument: what the agency has shown.
    documents = models.JSONField(_("Shown by the agency"), default=list, db_default=[], blank=True)
    valid_from = models.DateField(_("First day"))
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["station_id", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["station"],
                condition=Q(valid_to__isnull=True),
                name="stationoperator_one_open",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="stationoperator_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.agency_name
