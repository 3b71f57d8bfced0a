"""Uniforms and badges of the workers (G24)."""

from django.utils.translation import gettext_lazy as _

from stations.people.domain import return_outfit
from stations.people.models import Outfit
from stations.people.registers.common import EndForm, ends, of_ever, of_workers
from stations.people.rules import view_people, write_people
from stations.records.register import Act, Column, Filter, Register

OUTFITS = Register(
    noun="outfits",
    app="people",
    model=Outfit,
    title=_("Uniforms and badges"),
    one=_("Uniform or badge"),
    columns=(
        Column("valid_from"),
        Column("staff.name", _("Worker"), key="staff"),
        Column("kind"),
        Column("number"),
        Column("valid_to"),
    ),
    acts=(Act("return", _("Enter the return"), EndForm, return_outfit, when=ends),),
    view=view_people(""),
    write=write_people(""),
    here=of_workers("staff_id"),
    kept=of_ever("staff_id"),
    order=("-valid_from", "-id"),
    filters=(Filter("kind"),),
    icon="shield-check",
    empty=_("A uniform or badge is entered on the worker's own page."),
)
