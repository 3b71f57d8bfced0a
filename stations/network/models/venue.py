"""Where a place works: its house and its zones (guideline 1.1, 1.2, 1.4)."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.base import UuidModel
from stations.network.enums import HostType, InstitutionKind, ZoneKind


def area_field(label: Any) -> models.DecimalField:
    """Square metres, two decimals, none below zero."""
    return models.DecimalField(
        label,
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )


class Venue(UuidModel):
    """The house of one place; areas in square metres."""

    station = models.OneToOneField(
        "network.Station", on_delete=models.CASCADE, related_name="venue"
    )
    host_type = models.CharField(_("Host"), max_length=24, choices=HostType)
    institution = models.CharField(
        _("Kind of institution"),
        max_length=24,
        choices=InstitutionKind,
        blank=True,
        default="",
        db_default="",
    )
    host_name = models.CharField(_("Name of the host"), max_length=80, blank=True)
    address = models.CharField(_("Address"), max_length=200)
    office_m2 = area_field(_("Office area, m²"))
    service_m2 = area_field(_("Service area, m²"))
    activity_m2 = area_field(_("Activity area, m²"))
    population_served = models.PositiveIntegerField(_("Residents served"), null=True, blank=True)
    transit = models.CharField(_("How to get there"), max_length=200, blank=True)

    def __str__(self) -> str:
        return self.address


class VenueZone(UuidModel):
    """One part of the venue and what it is for."""

    venue = models.ForeignKey("network.Venue", on_delete=models.CASCADE, related_name="zones")
    kind = models.CharField(_("Kind"), max_length=10, choices=ZoneKind)
    name = models.CharField(_("Name"), max_length=60)
    area_m2 = area_field(_("Area, m²"))

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
