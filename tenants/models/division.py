"""Administrative divisions of China with dates (architecture.md, decision 14)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.base import UuidModel


class DivisionLevel(models.TextChoices):
    """Five levels; codes of 2, 4, 6, 9 and 12 digits."""

    PROVINCE = "PROVINCE", _("Province")
    PREFECTURE = "PREFECTURE", _("Prefecture")
    COUNTY = "COUNTY", _("County")
    TOWNSHIP = "TOWNSHIP", _("Township")
    VILLAGE = "VILLAGE", _("Village")


class Division(UuidModel):
    """One division. A merged or renamed one keeps its code, its validity and its successors."""

    code = models.CharField(max_length=12)
    level = models.CharField(max_length=20, choices=DivisionLevel)
    name = models.CharField(max_length=60)
    parent_code = models.CharField(max_length=9, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    # 涉改: the county's own decision, false by default; kept when data is loaded again.
    reform_affected = models.BooleanField(default=False)
    densely_populated = models.BooleanField(default=False)
    successors = models.JSONField(default=list)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="division_code_from")
        ]
        # Children of a division; all of one level below a code prefix.
        indexes = [
            models.Index(fields=["parent_code"], name="division_parent"),
            models.Index(fields=["level", "code"], name="division_level_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
