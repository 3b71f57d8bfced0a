"""Who works in the county's name: the list, a new member, the end of a membership."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.models import Role
from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.errors import Conflict, Invalid, NotFound
from kernel.once import SentBefore, key_for, save_once
from kernel.web.forms import add_errors, is_filled_in
from kernel.workdays.clock import today
from stations.network.domain.member import Admitted, admit_member, end_member, renew_password
from stations.network.domain.member_proposal import read_number
from stations.network.member_forms import EndMemberForm, MemberForm
from stations.network.models import MemberProposal
from stations.network.pages.form import answer_form
from stations.network.pages.station import answers_form
from stations.network.queries.member import (
    find_member,
    members,
    place_choices,
    rows_of,
    username_of,
)
from stations.network.queries.member_proposal import find_proposal, waiting_places

PAGE_SIZE = 50


@cache_control(no_store=True)
@require_GET
def list_members(request: ActorRequest) -> HttpResponse:
    """Memberships by name, ended ones marked."""
    page = Paginator(members(request.actor), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": rows_of(list(page.object_list)),
        "waiting": len(waiting_places(request.actor)),
        "crumbs": _crumbs(),
    }
    return render(request, "network/members.html", context)


@cache_control(no_store=True)
@answers_form
def add_member(request: ActorRequest) -> HttpResponse:
    """Let somebody in. The first password of a new account is shown on the answer, this once.

    With `?proposal=` the form is filled as a head proposed, and saving it settles the proposal.
    """
    require(request.actor, Role.BUREAU)
    proposal = _asked_for(request)
    if proposal and not proposal.is_open and request.method != "POST":
        messages.info(request, _("This proposal is decided already."))
        return redirect("network:proposals")
    form = MemberForm(
        request.POST or None,
        places=place_choices(),
        initial={"valid_from": today()} | (wishes_of(proposal) if proposal else {}),
    )

    def admit(values: dict[str, Any]) -> Admitted:
        return admit_member(by=request.actor, proposal=proposal, **values)

    if request.method == "POST" and is_filled_in(form):
        try:
            admitted = save_once(request, admit, form.cleaned_data)
        except SentBefore:
            done = _(
                "The member is entered. Who has not seen the first password gives a new one from "
                "this list."
            )
            messages.success(request, done)
            return redirect("network:members")
        except (Conflict, Invalid) as refusal:
            add_errors(form, refusal)  # type: ignore[arg-type]
        else:
            return _answer(request, admitted.membership.user_name, form, admitted.password)
    context = {
        "form": form,
        "once": key_for(request),
        "proposal": proposal,
        "phone": read_number(by=request.actor, proposal=proposal) if proposal else "",
        "title": _("New member"),
        "back": reverse("network:proposals" if proposal else "network:members"),
        "crumbs": _crumbs(_("New member")),
    }
    status = 422 if form.errors else 200
    return render(request, "network/member_new.html", context, status=status)


def _asked_for(request: ActorRequest) -> MemberProposal | None:
    """The proposal that the address names, None without one. Raises NotFound."""
    given = request.GET.get("proposal")
    if not given:
        return None
    try:
        uuid = UUID(given)
    except ValueError as wrong:
        raise NotFound(_("No such proposal.")) from wrong
    return find_proposal(request.actor, uuid, "decide")


def wishes_of(proposal: MemberProposal) -> dict[str, str]:
    """What a proposal fills in of the form."""
    return {
        "display_name": proposal.display_name,
        "role": proposal.role,
        "place": proposal.station.code,
    }


def _answer(request: ActorRequest, name: str, form: MemberForm, password: str) -> HttpResponse:
    title = _("%(name)s is a member now.") % {"name": name}
    if not password:
        messages.success(request, title)
        return redirect("network:members")
    return _show_password(request, title, form.cleaned_data["username"], password)


def _show_password(request: ActorRequest, title: str, username: str, password: str) -> HttpResponse:
    context = {
        "title": title,
        "username": username,
        "password": password,
        "crumbs": _crumbs(title),
    }
    return render(request, "network/member_made.html", context)


@cache_control(no_store=True)
@answers_form
def give_password(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """A new first password for a member who lost theirs, shown on the answer, this once."""
    held = find_member(request.actor, uuid)
    title = _("New password for %(name)s") % {"name": held.user_name}
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            password = renew_password(by=request.actor, membership=held)
        except Conflict as refusal:
            form.add_error(None, refusal.detail)
        else:
            return _show_password(request, title, username_of(held), password)
    context = {
        "form": form,
        "title": title,
        "crumbs": _crumbs(_("New password")),
        "back": reverse("network:members"),
    }
    status = 409 if form.errors else 200
    return render(request, "network/member_password.html", context, status=status)


@cache_control(no_store=True)
@answers_form
def close_member(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """End a membership on a day."""
    held = find_member(request.actor, uuid)
    form = EndMemberForm(request.POST or None, initial={"on": today()})

    def save(values: dict[str, Any]) -> str:
        end_member(by=request.actor, membership=held, **values)
        return reverse("network:members")

    return answer_form(
        request,
        form,
        save,
        done=_("The membership ends."),
        title=_("End the membership of %(name)s") % {"name": held.user_name},
        crumbs=_crumbs(_("End the membership")),
        back=reverse("network:members"),
    )


def _crumbs(*last: Any) -> list[tuple[Any, str]]:
    top = [(_("Network"), reverse("network:tree"))]
    if not last:
        return [*top, (_("Members and roles"), "")]
    return [
        *top,
        (_("Members and roles"), reverse("network:members")),
        *((one, "") for one in last),
    ]
