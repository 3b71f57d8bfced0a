"""What a worker wears to be known by."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.people.enums import OutfitKind
from stations.people.models.staff import Staff, of_staff
from stations.people.rules import view_people, write_people
from stations.records.models import Span, span_rules


class OutfitQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_staff(view_people(), "staff_id"),
        "edit": of_staff(write_people(), "staff_id"),
    }


class Outfit(Span):
    """A uniform or a badge in a worker's hands, from its issue until it is given back (G24)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="outfits")
    kind = models.CharField(_("Uniform or badge"), max_length=10, choices=OutfitKind)
    # That of a badge; a uniform has none.
    number = models.CharField(_("Number of the badge"), max_length=40, blank=True, default="")

    objects = OutfitQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            *span_rules("outfit"),
            models.UniqueConstraint(
                name="outfit_one_of_a_kind",
                fields=["staff", "kind"],
                condition=Q(valid_to=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind} {self.valid_from}"
