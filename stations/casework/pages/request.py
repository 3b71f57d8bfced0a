"""Handing out the file about a person, once, for a request that the bureau granted."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.request import ActorRequest
from stations.casework.domain import hand_out
from stations.casework.queries.held import make_file
from stations.casework.queries.request import find_request
from stations.casework.rules import write_requests
from stations.records.pages import answer_download, answers_form, place_for


class HandOutForm(forms.Form):
    """The person, or who asks for the person, has shown who they are."""

    checked = forms.BooleanField(
        label=gettext_lazy("I have checked the identity of who asks."),
        help_text=gettext_lazy("The file is made once, when it is handed out."),
    )


@answers_form
def send_file(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """The file; a second time is refused."""
    actor = request.actor
    station = place_for(actor, code, write_requests(""))
    found = find_request(actor, station, uuid)

    def make(values: dict[str, Any]) -> HttpResponse:
        with transaction.atomic():
            done = hand_out(actor=actor, entry=found)
            made = make_file(done)
        answer = HttpResponse(made.content, content_type=made.media_type)
        answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
        answer["Cache-Control"] = "no-store"
        return answer

    return answer_download(
        request,
        HandOutForm(request.POST or None),
        make,
        station=station,
        title=_("Hand out the file"),
        back=reverse("casework:data-requests-one", args=[station.code, uuid]),
    )
