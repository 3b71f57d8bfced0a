"""What a volunteer received and is given: awards, judgements, certificates of service."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.people.enums import Appraisal, AwardKind
from stations.people.models.volunteer import OfVolunteerQuerySet, Volunteer
from stations.people.rules import write_volunteers
from stations.records.models import Record


class CertificateQuerySet(RestrictedQuerySet):
    """A certificate names the person in full, so only those who keep the list read one."""

    rules = {
        "view": write_volunteers("volunteer__station__"),
        "edit": write_volunteers("volunteer__station__"),
    }


class VolunteerAward(Record):
    """An encouragement given to a volunteer (C716, X17)."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="awards")
    kind = models.CharField(_("Kind of award"), max_length=20, choices=AwardKind)
    title = models.CharField(_("Award"), max_length=120)
    given_by = models.CharField(_("Awarded by"), max_length=120, blank=True, default="")
    awarded_on = models.DateField(_("Awarded on"))
    free_texts = ("title", "given_by")

    objects = OfVolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["awarded_on", "id"]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.kind} {self.awarded_on}"


class VolunteerAppraisal(Record):
    """How the volunteer's service was judged (C716)."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="appraisals")
    result = models.CharField(_("Judgement"), max_length=20, choices=Appraisal)
    appraised_on = models.DateField(_("Judged on"))
    note = EncryptedTextField(_("Note"), blank=True, default="")
    free_texts = ("note",)

    objects = OfVolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["appraised_on", "id"]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.result} {self.appraised_on}"


class ServiceCertificate(Record):
    """A free certificate of service as it was issued (X17); later records do not change it."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(_("Number of the certificate"), max_length=40)
    issued_on = models.DateField(_("Certificate issued on"))
    services = models.PositiveIntegerField(_("Number of services"))
    hours = models.DecimalField(_("Hours of service"), max_digits=7, decimal_places=1)
    # JSON: everything the PDF says, the person's name with it.
    content = EncryptedTextField()

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(name="servicecertificate_number_once", fields=["number"]),
        ]

    def __str__(self) -> str:
        return self.number
