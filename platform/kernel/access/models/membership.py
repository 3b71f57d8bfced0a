"""What a person may do in this county: a role with a scope and a time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.base import UuidModel


class Role(models.TextChoices):
    """Roles inside a county (glossary.md, section 9)."""

    BUREAU = "BUREAU", _("County bureau")
    HUB_STAFF = "HUB_STAFF", _("County hub")
    HEAD = "HEAD", _("Station head")
    WORKER = "WORKER", _("Resident worker")
    ROOM_STAFF = "ROOM_STAFF", _("Village room staff")
    TOWNSHIP = "TOWNSHIP", _("Township office")
    REVIEWER = "REVIEWER", _("Reviewer")
    SUPERVISOR = "SUPERVISOR", _("Supervisor")
    AGENCY = "AGENCY", _("Resident agency")
    PURCHASER = "PURCHASER", _("Purchaser")
    AUDITOR = "AUDITOR", _("Auditor")


class ScopeKind(models.TextChoices):
    """How far a membership reaches."""

    COUNTY = "COUNTY", _("The county")
    STATION = "STATION", _("A station and what lies below")
    TOWNSHIP = "TOWNSHIP", _("A township")
    ASSIGNMENT = "ASSIGNMENT", _("Assigned evaluations")


class Membership(UuidModel):
    """A person, a role, a scope, from, to. The user is kept as UUID and name (rule R3)."""

    user_uuid = models.UUIDField()
    user_name = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=Role)
    scope_kind = models.CharField(max_length=20, choices=ScopeKind, default=ScopeKind.COUNTY)
    # A station code or a township's division code; empty for COUNTY and ASSIGNMENT.
    scope_code = models.CharField(max_length=20, blank=True, default="")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        # Read once a request for the user who asks.
        indexes = [models.Index(fields=["user_uuid"], name="membership_user")]

    def __str__(self) -> str:
        return f"{self.user_name} {self.role} {self.scope}"

    @property
    def scope(self) -> str:
        """The scope as the API shows it: its code, or its kind where it has none."""
        return self.scope_code or self.scope_kind
