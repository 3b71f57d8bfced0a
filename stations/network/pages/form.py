"""How every form page of the network answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.request import ActorRequest
from kernel.errors import Conflict, Invalid
from kernel.web.forms import add_errors
from stations.network.models import Station


def answer_form(
    request: ActorRequest,
    form: BaseForm,
    save: Callable[[dict[str, Any]], str],
    *,
    done: Any,
    template: str = "network/form.html",
    **context: Any,
) -> HttpResponse:
    """Show the form; when sent, save it and go where `save` says, or show what is wrong (422).

    `save` takes the cleaned values and gives the address to go to.
    """
    if request.method == "POST" and form.is_valid():
        try:
            address = save(form.cleaned_data)
        except (Conflict, Invalid) as refusal:
            add_errors(form, refusal)  # type: ignore[arg-type]
        else:
            messages.success(request, done)
            return redirect(address)
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


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
