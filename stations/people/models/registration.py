"""The registration of a certificate, which lasts for some years."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.people.models.credential import Credential
from stations.people.models.staff import of_staff
from stations.people.rules import view_people, write_people
from stations.records.models import Record


class CredentialRegistrationQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_staff(view_people(), "credential__staff_id"),
        "edit": of_staff(write_people(), "credential__staff_id"),
    }


class CredentialRegistration(Record):
    """Registered on a day, in force from one day to another, both included (X18).

    A renewal before the end goes on where the former one ends, so the two days of force
    are kept rather than worked out from the day of registration.
    """

    credential = models.ForeignKey(
        Credential, on_delete=models.PROTECT, related_name="registrations"
    )
    registered_on = models.DateField(_("Registered on"))
    valid_from = models.DateField(_("In force from"))
    valid_until = models.DateField(_("In force until"))

    objects = CredentialRegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                name="credentialregistration_order",
                condition=models.Q(valid_until__gt=models.F("valid_from"))
                & models.Q(valid_from__gte=models.F("registered_on")),
            ),
            models.UniqueConstraint(
                name="credentialregistration_once",
                fields=["credential", "valid_from"],
                condition=models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.registered_on}"
