"""The list of a register as a file, as its reader sees it: masked where masked (X06)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.request import ActorRequest
from stations.records.domain import may_at, require_place
from stations.records.export import answer_file, export_list, export_lists
from stations.records.forms import ExportForm
from stations.records.pages import answer_download, answers_form, place_for
from stations.records.register.declare import Register
from stations.records.register.filters import FilterForm

BATCH = 1000


@answers_form
def export_entries(request: ActorRequest, code: str, *, register: Register) -> HttpResponse:
    """Ask for the reason; when it is given, answer the list with the filters of the address."""
    actor = request.actor
    station = place_for(actor, code, register.view)
    require_place(actor, station, export_lists(""))
    filters = FilterForm(register, request.GET)
    title = str(register.title)

    def make(values: dict[str, Any]) -> HttpResponse:
        content = export_list(
            actor=actor,
            station=station,
            noun=register.noun,
            title=title,
            headings=[column.heading(register.model) for column in register.columns],
            lines=lines_of(register, actor, filters.rows(actor, station)),
            **values,
        )
        return answer_file(content, register.noun)

    back = reverse(register.address("list"), args=[station.code]) + filters.query
    return answer_download(
        request,
        ExportForm(request.POST or None),
        make,
        station=station,
        title=_("Export: %(list)s") % {"list": title},
        back=back,
    )


def lines_of(register: Register, actor: Actor, rows: QuerySet) -> Iterable[Sequence[str]]:
    """The columns of the list, in the reader's words."""
    opens = register.opens(actor)
    for entry in rows.iterator(chunk_size=BATCH):
        yield [column.show(entry, opens) for column in register.columns]


def export_address(register: Register, actor: Actor, station: Any, query: str = "") -> str:
    """Where the list is taken out; "" for those who may not."""
    if not register.can_export or not may_at(actor, station, export_lists("")):
        return ""
    return reverse(register.address("export"), args=[station.code]) + query
