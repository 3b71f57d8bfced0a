"""Emptying a text about an organisation that must not stand: chosen by place and day (C41b)."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from kernel.access.request import ActorRequest
from stations.community.queries.text import find_text, texts_at
from stations.records.pages import answer_form, answers_form, place_for
from stations.records.purge import purge_entry, purge_texts
from stations.records.register.purge import PurgeForm


@cache_control(no_store=True)
@answers_form
def purge_text(request: ActorRequest, code: str) -> HttpResponse:
    """One of the texts of the place and its rooms."""
    actor = request.actor
    station = place_for(actor, code, purge_texts(""))
    texts = [(text.key, text.label) for text in texts_at(actor, station)]

    def save(values: dict[str, Any]) -> None:
        text = find_text(actor, station, values["field"])
        purge_entry(actor=actor, entry=text.entry, field=text.field.name, reason=values["reason"])

    return answer_form(
        request,
        PurgeForm(request.POST or None, actor=actor, station=station, texts=texts),
        save,
        station=station,
        title=_("Purge a text"),
        done=_("The text is gone."),
        back=reverse("community:orgs", args=[station.code]),
    )
