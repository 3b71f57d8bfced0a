"""Wishes, families after a death, and funerals (G3226, G3242)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.casework.care_enums import (
    BereavementState,
    Burial,
    FuneralNeed,
    WishKind,
    WishOutcome,
)
from stations.casework.domain import (
    end_funeral,
    open_funeral,
    settle_bereavement,
    settle_wish,
    voice_wish,
)
from stations.casework.models import BereavementFollowUp, FuneralService, Wish
from stations.casework.queries.work import sees_names
from stations.casework.registers.parts import acting, person_field, text_field, without_station
from stations.casework.rules import view_persons, view_work, write_persons, write_work
from stations.records.forms import NONE, day_field
from stations.records.register import Act, Column, EntryForm, Filter, Register


class WishForm(EntryForm):
    """What a person would still like."""

    beneficiary = person_field()
    kind = forms.ChoiceField(label=_("Kind of wish"), choices=WishKind.choices)
    wish = text_field(_("What is wished for"))
    voiced_on = day_field(_("Voiced on"), initial=today)


class SettleWishForm(EntryForm):
    """What became of it."""

    outcome = forms.ChoiceField(label=_("What became of the wish"), choices=WishOutcome.choices)
    on = day_field(_("Settled on"), initial=today)
    note = text_field(_("Note on the wish"), required=False)


class SettleOfferForm(EntryForm):
    """Whether the family took the offer."""

    state = forms.ChoiceField(
        label=_("State of the offer"),
        choices=[
            (each.value, each.label)
            for each in BereavementState
            if each != BereavementState.OFFERED
        ],
    )
    on = day_field(_("Settled on"), initial=today)
    note = text_field(_("Note on the family"), required=False)


class FuneralForm(EntryForm):
    """A family asks for help."""

    deceased_name = forms.CharField(label=_("Name of the person who died"), max_length=60)
    asked_by = text_field(_("Who asked, and how to reach them"), rows=2)
    need = forms.ChoiceField(label=_("What was asked for"), choices=FuneralNeed.choices)
    asked_on = day_field(_("Help asked on"), initial=today)
    note = text_field(_("Note on the funeral"), required=False)


class EndFuneralForm(EntryForm):
    """Who buried, and how."""

    provider = forms.CharField(label=_("Funeral parlour"), max_length=120, required=False)
    burial = forms.ChoiceField(
        label=_("Kind of burial"), choices=[NONE, *Burial.choices], required=False
    )
    on = day_field(_("Help ended on"), initial=today)


WISHES = Register(
    noun="wishes",
    app="casework",
    model=Wish,
    title=_("Wishes of the dying"),
    one=_("Wish"),
    columns=(
        Column("voiced_on"),
        Column("beneficiary.name", _("Person served"), personal=True, key="beneficiary"),
        Column("kind"),
        Column("outcome"),
        Column("settled_on"),
    ),
    details=(Column("wish", personal=True), Column("note", personal=True)),
    form=WishForm,
    enter=without_station(voice_wish),
    acts=(
        Act(
            "settle",
            _("Say what became of it"),
            SettleWishForm,
            acting(settle_wish, "wish"),
            when=lambda wish: wish.settled_on is None,
        ),
    ),
    view=view_persons(""),
    write=write_persons(""),
    opens=sees_names,
    order=("-voiced_on", "-id"),
    filters=(Filter("kind"), Filter("outcome")),
)

BEREAVEMENTS = Register(
    noun="bereavements",
    app="casework",
    model=BereavementFollowUp,
    title=_("Families after a death"),
    one=_("Family after a death"),
    columns=(
        Column("beneficiary.name", _("Person who died"), personal=True, key="beneficiary"),
        Column("offered_on"),
        Column("due_on"),
        Column("state"),
        Column("settled_on"),
    ),
    details=(Column("note", personal=True),),
    acts=(
        Act(
            "settle",
            _("Say how the family is"),
            SettleOfferForm,
            acting(settle_bereavement, "offer"),
            when=lambda offer: offer.settled_on is None,
        ),
    ),
    view=view_persons(""),
    write=write_persons(""),
    opens=sees_names,
    order=("-due_on", "-id"),
    filters=(Filter("state"),),
    empty=_("An offer is made when a file is closed after a death."),
)

FUNERALS = Register(
    noun="funerals",
    app="casework",
    model=FuneralService,
    title=_("Help at funerals"),
    one=_("Help at a funeral"),
    columns=(
        Column("asked_on"),
        Column("deceased_name", personal=True),
        Column("need"),
        Column("burial"),
        Column("done_on"),
    ),
    details=(
        Column("asked_by", personal=True),
        Column("provider"),
        Column("note", personal=True),
    ),
    form=FuneralForm,
    enter=open_funeral,
    acts=(
        Act(
            "end",
            _("End the help"),
            EndFuneralForm,
            acting(end_funeral, "funeral"),
            when=lambda funeral: funeral.done_on is None,
        ),
    ),
    view=view_work(""),
    write=write_work(""),
    opens=sees_names,
    order=("-asked_on", "-id"),
    filters=(Filter("need"), Filter("burial")),
)
