"""How every form page of the network answers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.request import ActorRequest
from kernel.errors import Conflict, Invalid
from kernel.once import SentBefore, key_for, refuse_sent, save_once
from kernel.web.forms import add_errors, is_filled_in
from stations.network.models import Station


def answer_form(
    request: ActorRequest,
    form: BaseForm,
    save: Callable[[dict[str, Any]], str],
    *,
    done: Any,
    template: str = "network/form.html",
    among: Any = None,
    again: Callable[[UUID], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the form; when sent, save it and go where `save` says, or show what is wrong (422).

    `save` takes the cleaned values and gives the address to go to. Sent again, it is not saved
    again: `again` gives the address for the uuid of what was entered first, in the table `among`
    where the trail does not name it; without it, the way back.
    """
    if request.method == "POST":
        try:
            address = _save(request, form, save, among)
        except SentBefore as first:
            address = again(first.uuid) if again else context["back"]
        if address:
            messages.success(request, done)
            return redirect(address)
    status = 422 if form.errors else 200
    shown = {"form": form, "once": key_for(request), **context}
    return render(request, template, shown, status=status)


def _save(
    request: ActorRequest, form: BaseForm, save: Callable[[dict[str, Any]], str], among: Any
) -> str:
    """Where to go on; "" for a form with errors. Raises SentBefore."""
    refuse_sent(request, among)
    if not is_filled_in(form):
        return ""
    try:
        return save_once(request, save, form.cleaned_data, among)
    except (Conflict, Invalid) as refusal:
        add_errors(form, refusal)  # type: ignore[arg-type]
    return ""


def address_of(station: Station, tab: str = "") -> str:
    """The page of a place."""
    address = reverse("network:station", args=[station.code])
    return f"{address}?tab={tab}" if tab else address


def crumbs_of(station: Station, *last: Any) -> list[tuple[Any, str]]:
    """From the network down to this place, or to what is done on it; the last is no link."""
    above = [(_("Network"), reverse("network:tree"))]
    if last:
        above.append((station.name, address_of(station)))
    return [*above, *((label, "") for label in last or [station.name])]
