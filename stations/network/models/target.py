"""How many places of a level the county is to run by the end of a year (annex 1 of the plan)."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet, Rule
from kernel.base import UuidModel
from stations.network import rules
from stations.network.enums import TARGET_LEVELS


class BuildTargetQuerySet(RestrictedQuerySet):
    rules: ClassVar[dict[str, Rule]] = rules.TARGET


class BuildTarget(UuidModel):
    """The target of one year and level; no row means that none was set."""

    year = models.PositiveSmallIntegerField(
        _("Year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    level = models.CharField(
        _("Level"), max_length=20, choices=[(level.value, level.label) for level in TARGET_LEVELS]
    )
    target = models.PositiveIntegerField(_("Target"), validators=[MaxValueValidator(9999)])

    objects = BuildTargetQuerySet.as_manager()

    class Meta:
        ordering = ["year", "level"]
        constraints = [
            models.UniqueConstraint(fields=["year", "level"], name="buildtarget_one_a_level"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.level} {self.target}"
