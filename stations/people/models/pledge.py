"""A worker's pledge to the ethics guide of the profession."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.people.models.staff import Staff, of_staff
from stations.people.rules import view_people, write_people
from stations.records.models import Record


class EthicsPledgeQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_staff(view_people(), "staff_id"),
        "edit": of_staff(write_people(), "staff_id"),
    }


class EthicsPledge(Record):
    """Signed once by the person (guideline 2.4); it goes with them to another station."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="pledges")
    signed_on = models.DateField(_("Signed on"))

    objects = EthicsPledgeQuerySet.as_manager()

    class Meta:
        ordering = ["signed_on", "id"]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.signed_on}"
