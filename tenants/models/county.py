"""A county: one tenant, one schema, one host name."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from kernel.base import UuidModel
from kernel.workdays.clock import today


class CountyState(models.TextChoices):
    """States of a tenant; domain/state.py has the moves between them."""

    PROVISIONING = "PROVISIONING", _("Being made")
    ACTIVE = "ACTIVE", _("Active")
    SUSPENDED = "SUSPENDED", _("Suspended")
    LEAVING = "LEAVING", _("Leaving")
    ERASED = "ERASED", _("Erased")


class Tag(models.TextChoices):
    """Pilot tags of the province (plan, annex 1)."""

    SOCIAL_WORK = "SOCIAL_WORK", _("Social work pilot")
    COMMUNITY_GOVERNANCE = "COMMUNITY_GOVERNANCE", _("Community governance pilot")


class County(UuidModel, TenantMixin):  # type: ignore[django-manager-missing]
    """A county's bureau as tenant. Its schema is c + code; made by domain.add_county only."""

    auto_create_schema = False
    auto_drop_schema = False

    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=60)
    prefecture_code = models.CharField(max_length=4)
    state = models.CharField(max_length=20, choices=CountyState, default=CountyState.PROVISIONING)
    # A trial county's periods have length zero; marked on every page (decision 19).
    is_trial = models.BooleanField(default=False)
    # Values of Tag.
    tags = models.JSONField(default=list)
    # The county's own key, wrapped by the master key that lies outside the database.
    wrapped_key = models.TextField()
    # Whose signature packages of this county carry (decision 20); the private half is wrapped.
    public_key = models.TextField(blank=True, default="")
    wrapped_signing_key = models.TextField(blank=True, default="")
    # The county that this one is a rehearsal copy of: marked on every page, never rolled up.
    rehearsal_of = models.CharField(max_length=6, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def prefecture_name(self) -> str:
        """The city or prefecture the county belongs to today; "" where none is in force."""
        rows = apps.get_model("tenants.Division").objects.filter(
            code=self.prefecture_code, valid_from__lte=today()
        )
        in_force = rows.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=today()))
        return in_force.values_list("name", flat=True).first() or ""

    def why_closed(self) -> str:
        """What was said when the county came into its present state; its users read it."""
        events = apps.get_model("tenants.CountyEvent").objects.filter(
            county_code=self.code, to_state=self.state
        )
        moves = events.exclude(from_state=models.F("to_state")).order_by("-id")
        return moves.values_list("reason", flat=True).first() or ""


class Domain(DomainMixin):
    """A host name that leads to a county; the primary one is shown in links."""

    id = models.BigAutoField(primary_key=True)
