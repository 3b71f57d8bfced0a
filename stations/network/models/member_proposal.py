"""Whom a head asks the bureau to let in (glossary, section 9: HEAD "proposes workers")."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.models import Role
from kernel.access.restrict import RestrictedQuerySet, Rule
from kernel.base import UuidModel
from kernel.crypto import EncryptedTextField
from kernel.workdays import clock
from stations.network import rules
from stations.network.enums import ProposalState


class MemberProposalQuerySet(RestrictedQuerySet):
    rules: ClassVar[dict[str, Rule]] = rules.MEMBER_PROPOSAL


class MemberProposal(UuidModel):
    """A person who is to work at a place with an account, and what the bureau made of it.

    Decided once: admitted with a membership, declined with a reason, or taken back by the
    station. Then the phone number has served its purpose and goes.
    """

    station = models.ForeignKey(
        "network.Station", verbose_name=_("Place"), on_delete=models.PROTECT, related_name="+"
    )
    # Which roles may be wished for: data/rules.yaml, proposed_roles.
    role = models.CharField(_("Role"), max_length=20)
    display_name = models.CharField(_("Name of the person"), max_length=60)
    phone = EncryptedTextField(_("Phone"), blank=True, default="")
    note = EncryptedTextField(_("Why this person"), blank=True, default="")
    proposed_by_uuid = models.UUIDField(editable=False)
    proposed_by_name = models.CharField(max_length=60, editable=False)
    proposed_at = models.DateTimeField(default=clock.now, editable=False)
    state = models.CharField(
        _("State"), max_length=10, choices=ProposalState, default=ProposalState.PROPOSED
    )
    decided_by_uuid = models.UUIDField(null=True, editable=False)
    decided_by_name = models.CharField(max_length=60, blank=True, default="", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decline_reason = EncryptedTextField(_("Reason"), blank=True, default="")
    membership_uuid = models.UUIDField(null=True, editable=False)

    objects = MemberProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="memberproposal_decided",
                condition=Q(state=ProposalState.PROPOSED, decided_at=None)
                | (~Q(state=ProposalState.PROPOSED) & Q(decided_at__isnull=False, phone="")),
            ),
            models.CheckConstraint(
                name="memberproposal_admitted",
                condition=Q(state=ProposalState.ADMITTED, membership_uuid__isnull=False)
                | (~Q(state=ProposalState.ADMITTED) & Q(membership_uuid=None)),
            ),
            models.CheckConstraint(
                name="memberproposal_declined",
                condition=(Q(state=ProposalState.DECLINED) & ~Q(decline_reason=""))
                | (~Q(state=ProposalState.DECLINED) & Q(decline_reason="")),
            ),
        ]
        indexes = [
            # The few that wait, of the bureau's desk and list.
            models.Index(
                fields=["proposed_at"],
                name="memberproposal_open",
                condition=Q(state=ProposalState.PROPOSED),
            ),
        ]

    def __str__(self) -> str:
        """Without the person's name: the audit trail keeps it for good."""
        return self.station.code if self.station_id else ""

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.PROPOSED

    @property
    def tone(self) -> str:
        return ProposalState(self.state).tone

    @property
    def role_label(self) -> Any:
        return Role(self.role).label
