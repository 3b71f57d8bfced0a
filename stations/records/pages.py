"""How the pages of the station apps find their place, list records and take a form."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel.access.actor import Actor
from kernel.access.request import ActorRequest
from kernel.access.restrict import Rule
from kernel.errors import Conflict, Invalid
from kernel.once import SentBefore, key_for, save_once
from kernel.web.forms import add_errors, is_filled_in
from stations.network.queries.station import find_station
from stations.records.domain import require_place
from stations.records.drafts import draft_days, draft_name

PAGE_SIZE = 50
answers_form = require_http_methods(["GET", "HEAD", "POST"])


def place_for(actor: Actor, code: str, rule: Rule) -> Any:
    """The station of a page: NotFound when unseen, Forbidden when the rule does not reach it."""
    station = find_station(actor, code)
    require_place(actor, station, rule)
    return station


class Pages(Paginator):
    """Pages of a queryset. A late page sorts and skips keys only, and then reads its rows: whole
    rows with their relations would be put in order for all pages before it."""

    def page(self, number: int | str) -> Page:
        found = super().page(number)
        rows, keys = cast(QuerySet, self.object_list), cast(QuerySet, found.object_list)
        found.object_list = rows.filter(pk__in=keys.values("pk"))
        return found


def page_of(request: HttpRequest, rows: QuerySet) -> Page:
    """The page asked for by ``?page=``; the nearest one for a wrong number."""
    return Pages(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def tab_address(station: Any, tab: str) -> str:
    """A tab of the station's page."""
    return f"{reverse('network:station', args=[station.code])}?tab={tab}"


def crumbs_of(station: Any, *last: Any) -> list[tuple[Any, str]]:
    """From the network over the station to this page; pairs are links, words are not."""
    top = [
        (_("Network"), reverse("network:tree")),
        (station.name, reverse("network:station", args=[station.code])),
    ]
    return [*top, *(link if isinstance(link, tuple) else (link, "") for link in last)]


def answer_form(
    request: ActorRequest,
    form: BaseForm,
    save: Callable[[dict[str, Any]], Any],
    *,
    station: Any,
    title: str,
    done: str,
    back: str,
    again: Callable[[UUID], str] | None = None,
    about: str = "",
) -> HttpResponse:
    """Show the form; when sent, save it and go on, or show what is wrong (422).

    ``about`` names above the form whom or what it is about, as far as the actor may read it.

    ``save`` may give the address to go on to; else it is ``back``. Sent again, it is not saved
    again: ``again`` gives the address for the uuid of what was entered first, else it is ``back``.
    """
    if request.method == "POST" and is_filled_in(form):
        try:
            onward = save_once(request, save, form.cleaned_data)
        except SentBefore as first:
            return _go_on(request, done, again(first.uuid) if again else back)
        except (Conflict, Invalid) as refusal:
            add_errors(form, refusal)  # type: ignore[arg-type]
        else:
            return _go_on(request, done, onward if isinstance(onward, str) else back)
    return _show_form(request, form, station, title, back, draft_days(), about)


def _go_on(request: HttpRequest, done: str, address: str) -> HttpResponse:
    """The tag tells the browser which form's draft is saved now."""
    messages.success(request, done, extra_tags=draft_name(request))
    return redirect(address)


def answer_download(
    request: HttpRequest,
    form: BaseForm,
    make: Callable[[dict[str, Any]], HttpResponse],
    *,
    station: Any,
    title: str,
    back: str,
) -> HttpResponse:
    """Show the form; when sent, answer the file it asks for, or show what is wrong (422)."""
    if request.method == "POST" and is_filled_in(form):
        try:
            return make(form.cleaned_data)
        except (Conflict, Invalid) as refusal:
            add_errors(form, refusal)  # type: ignore[arg-type]
    return _show_form(request, form, station, title, back)


def _show_form(
    request: HttpRequest,
    form: BaseForm,
    station: Any,
    title: str,
    back: str,
    drafts: int = 0,
    about: str = "",
) -> HttpResponse:
    context = {
        "draft_days": drafts,
        "draft_name": draft_name(request),
        "once": key_for(request),
        "form": form,
        "station": station,
        "title": title,
        "about": about,
        "back": back,
        "crumbs": crumbs_of(station, title),
    }
    answer = render(request, "network/form.html", context, status=422 if form.errors else 200)
    if about:
        patch_cache_control(answer, no_store=True)  # it may name a person
    return answer
