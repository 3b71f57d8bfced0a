"""A certificate of a worker."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.people.enums import CredentialLevel
from stations.people.models.staff import Staff, of_staff
from stations.people.rules import view_people, write_people
from stations.records.models import Record


class CredentialQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_staff(view_people(), "staff_id"),
        "edit": of_staff(write_people(), "staff_id"),
    }


class Credential(Record):
    """A level passed on a day; the station that brought the person there counts it once (M43)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="credentials")
    level = models.CharField(_("Certificate level"), max_length=20, choices=CredentialLevel)
    number = models.CharField(_("Certificate number"), max_length=60, blank=True, default="")
    issued_on = models.DateField(_("Issued on"))
    cultivated_by = models.ForeignKey(
        "network.Station",
        verbose_name=_("Cultivated by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = CredentialQuerySet.as_manager()

    class Meta:
        ordering = ["issued_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="credential_number_once",
                fields=["level", "number"],
                condition=~models.Q(number="") & models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.issued_on}"
