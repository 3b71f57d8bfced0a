"""Proposals of members: those that wait, what became of the others, and where one may propose."""

from uuid import UUID

from django.db.models import BooleanField, Case, QuerySet, Value, When
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.errors import FieldError, Forbidden, Invalid, NotFound
from stations.network.enums import ENDED, ProposalState
from stations.network.models import MemberProposal, Station
from stations.network.queries.station import may_act
from stations.network.rules import MAY_PROPOSE, READERS_OF_PROPOSALS


def proposals(actor: Actor) -> QuerySet[MemberProposal]:
    """All that the actor may see, those that wait first, the newest before older ones.

    Raises Forbidden for who neither decides nor proposes.
    """
    require(actor, *READERS_OF_PROPOSALS)
    waits = Case(
        When(state=ProposalState.PROPOSED, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    rows = MemberProposal.objects.restrict(actor, "view").select_related("station")
    return rows.order_by(waits.desc(), "-proposed_at", "-id")


def find_proposal(actor: Actor, uuid: UUID, action: str = "view") -> MemberProposal:
    """Raises NotFound for one out of sight, Forbidden for one that may only be seen."""
    rows = MemberProposal.objects.filter(uuid=uuid)
    found = rows.restrict(actor, "view").select_related("station").first()
    if found is None:
        raise NotFound(_("No such proposal."))
    if action != "view" and not rows.restrict(actor, action).exists():
        raise Forbidden(_("Your role may not do this."))
    return found


def proposal_named(actor: Actor, uuid: UUID | None) -> MemberProposal | None:
    """The one that a body names to be admitted. Raises Invalid naming the field `proposal`."""
    if uuid is None:
        return None
    found = MemberProposal.objects.restrict(actor, "decide").filter(uuid=uuid).first()
    if found is None:
        message = _("No such proposal.")
        raise Invalid(message, errors=[FieldError("proposal", "unknown", message, str(uuid))])
    return found


def withdrawable(actor: Actor, shown: list[MemberProposal]) -> set[int]:
    """Keys of those among the shown that the actor may take back."""
    waiting = [proposal.pk for proposal in shown if proposal.is_open]
    rows = MemberProposal.objects.restrict(actor, "withdraw").filter(pk__in=waiting)
    return set(rows.values_list("pk", flat=True))


def waiting_places(actor: Actor) -> list[str]:
    """The place's name of each proposal that waits for this actor's decision, oldest first."""
    rows = MemberProposal.objects.restrict(actor, "decide").filter(state=ProposalState.PROPOSED)
    return list(rows.order_by("proposed_at", "id").values_list("station__name", flat=True))


def places_to_propose(actor: Actor) -> QuerySet[Station]:
    """Where the actor may propose somebody: own stations and rooms that have not ended."""
    rows = Station.objects.restrict(actor, "propose").exclude(state__in=ENDED)
    return rows.order_by("code")


def place_to_propose(actor: Actor, code: str) -> Station:
    """The one of them with this code. Raises Invalid naming the field `place`."""
    found = places_to_propose(actor).filter(code=code).first()
    if found is None:
        message = _("None of your places has this code.")
        raise Invalid(message, errors=[FieldError("place", "unknown", message, code)])
    return found


def may_propose(actor: Actor, station: Station) -> bool:
    """True for who heads this place; asks nothing for anybody else."""
    return actor.has(*MAY_PROPOSE) and may_act(actor, station, "propose")
