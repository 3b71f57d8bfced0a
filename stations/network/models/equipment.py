"""What a place is equipped with (guideline 1.5, 1.7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.base import UuidModel
from stations.network.enums import EquipmentKind


class Equipment(UuidModel):
    """How many of one kind a place has; fire equipment also until when it is good."""

    station = models.ForeignKey(
        "network.Station", on_delete=models.CASCADE, related_name="equipment"
    )
    kind = models.CharField(_("Kind"), max_length=20, choices=EquipmentKind)
    count = models.PositiveIntegerField(_("Count"))
    checked_on = models.DateField(_("Checked on"), null=True, blank=True)
    expires_on = models.DateField(_("Expires on"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["station", "kind"], name="equipment_one_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"
