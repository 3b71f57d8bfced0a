"""Proposals of members: their list for heads and the bureau, a new one, and what becomes of it.

Admitting is the bureau's form of a new member, filled from the proposal (pages/member.py).
"""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.models import Role
from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.errors import Conflict
from stations.network.domain.member_proposal import (
    decline_proposal,
    propose_member,
    withdraw_proposal,
)
from stations.network.enums import ProposalState
from stations.network.member_forms import DeclineForm, ProposalForm
from stations.network.models import MemberProposal
from stations.network.pages.form import answer_form
from stations.network.pages.station import answers_form
from stations.network.queries.member_proposal import (
    find_proposal,
    place_to_propose,
    places_to_propose,
    proposals,
    withdrawable,
)
from stations.network.rules import MAY_PROPOSE

PAGE_SIZE = 50


@cache_control(no_store=True)
@require_GET
def list_proposals(request: ActorRequest) -> HttpResponse:
    """A head's own, for the bureau the county's: those that wait first."""
    actor = request.actor
    page = Paginator(proposals(actor), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    may_withdraw = withdrawable(actor, shown)
    context = {
        "page": page,
        "rows": [{"proposal": one, "may_withdraw": one.pk in may_withdraw} for one in shown],
        "may_decide": actor.has(Role.BUREAU),
        "may_propose": actor.has(*MAY_PROPOSE),
        "crumbs": _crumbs(actor),
    }
    return render(request, "network/proposals.html", context)


@cache_control(no_store=True)
@answers_form
def add_proposal(request: ActorRequest) -> HttpResponse:
    """Ask the bureau for a member; `?place=` fills the place."""
    actor = request.actor
    require(actor, *MAY_PROPOSE)
    places = [(code, f"{name} {code}") for code, name in _places(actor)]
    first = request.GET.get("place") or (places[0][0] if len(places) == 1 else "")
    form = ProposalForm(request.POST or None, places=places, initial={"place": first})

    def save(values: dict[str, Any]) -> str:
        place = place_to_propose(actor, values.pop("place"))
        propose_member(by=actor, place=place, **values)
        return reverse("network:proposals")

    return _answer(
        request,
        form,
        save,
        title=_("Propose a member"),
        done=_("The bureau has the proposal on its desk."),
        submit=_("Propose"),
    )


@cache_control(no_store=True)
@answers_form
def take_back(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The station no longer asks for this member."""
    actor = request.actor
    proposal = find_proposal(actor, uuid, "withdraw")
    form = Form(request.POST if request.method == "POST" else None)

    def save(values: dict[str, Any]) -> str:
        try:
            withdraw_proposal(by=actor, proposal=proposal)
        except Conflict:
            if not _is_done(proposal, actor, state=ProposalState.WITHDRAWN):
                raise
        return reverse("network:proposals")

    return _answer(
        request,
        form,
        save,
        title=_("Take back the proposal of %(name)s") % {"name": proposal.display_name},
        done=_("The proposal is taken back."),
        submit=_("Take back"),
        station=proposal.station,
    )


@cache_control(no_store=True)
@answers_form
def decline(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The bureau says no, and why."""
    actor = request.actor
    proposal = find_proposal(actor, uuid, "decide")
    form = DeclineForm(request.POST or None)

    def save(values: dict[str, Any]) -> str:
        try:
            decline_proposal(by=actor, proposal=proposal, **values)
        except Conflict:
            said = values["reason"].strip()
            if not _is_done(proposal, actor, state=ProposalState.DECLINED, decline_reason=said):
                raise
        return reverse("network:proposals")

    return _answer(
        request,
        form,
        save,
        title=_("Decline %(name)s") % {"name": proposal.display_name},
        done=_("The proposal is declined."),
        submit=_("Decline"),
        station=proposal.station,
    )


def _is_done(proposal: MemberProposal, actor: Any, **wanted: str) -> bool:
    """True for a form that arrives twice: this very person decided just so."""
    wanted |= {"decided_by_uuid": actor.user_uuid}
    proposal.refresh_from_db(fields=[*wanted])
    return all(getattr(proposal, name) == value for name, value in wanted.items())


def _places(actor: Any) -> Any:
    return places_to_propose(actor).values_list("code", "name")


def _answer(request: ActorRequest, form: Any, save: Any, title: str, **more: Any) -> HttpResponse:
    more |= {"crumbs": _crumbs(request.actor, title), "back": reverse("network:proposals")}
    return answer_form(request, form, save, title=title, **more)


def _crumbs(actor: Any, *last: Any) -> list[tuple[Any, str]]:
    """Below the members for who may open their list."""
    above = [(_("Network"), reverse("network:tree"))]
    if actor.has(Role.BUREAU):
        above.append((_("Members and roles"), reverse("network:members")))
    here = (_("Proposals of members"), reverse("network:proposals") if last else "")
    return [*above, here, *((one, "") for one in last)]
