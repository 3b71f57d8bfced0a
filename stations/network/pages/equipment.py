"""What a place is equipped with."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kernel.access.request import ActorRequest
from kernel.errors import Invalid
from stations.network.domain.equipment import Item, set_equipment
from stations.network.enums import EquipmentKind
from stations.network.forms import EquipmentForm, equipment_forms
from stations.network.pages.form import address_of, crumbs_of
from stations.network.pages.station import answers_form
from stations.network.queries.station import find_station


@answers_form
def change_equipment(request: ActorRequest, code: str) -> HttpResponse:
    """One row a kind; all rows are sent together."""
    station = find_station(request.actor, code, "equip")
    forms = equipment_forms(station, request.POST or None)
    errors: list[str] = []
    wrong = [form for form in forms if form.errors]  # every row is checked, not only the first
    if request.method == "POST" and not wrong:
        try:
            items = [item_of(form) for form in forms]
            set_equipment(actor=request.actor, station=station, items=items)
        except Invalid as refusal:
            errors = [error.message for error in refusal.errors]
        else:
            messages.success(request, _("The equipment is saved."))
            return redirect(address_of(station))
    context = {
        "station": station,
        "rows": [(EquipmentKind(form.instance.kind).label, form) for form in forms],
        "errors": errors,
        "crumbs": crumbs_of(station, _("Equipment")),
        "back": address_of(station),
    }
    status = 422 if wrong or errors else 200
    return render(request, "network/equipment_form.html", context, status=status)


def item_of(form: EquipmentForm) -> Item:
    values = form.cleaned_data
    return Item(
        kind=form.instance.kind,
        count=values["count"] or 0,
        checked_on=values["checked_on"],
        expires_on=values["expires_on"],
    )
