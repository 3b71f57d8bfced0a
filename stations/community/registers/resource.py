"""Parties that have resources, and resources linked (Z04, M36, N18, N23, C714)."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.crypto import mask_name, mask_phone
from kernel.workdays.clock import today
from stations.casework.domain import note_reading
from stations.casework.domain.basis import why_unserved
from stations.casework.models import (
    Beneficiary,
    BenefitApplication,
    Case,
    Need,
    ProtectionReport,
    Visit,
)
from stations.casework.queries.work import persons_served, sees_names
from stations.casework.rules import WRITERS, view_work, write_work
from stations.community.domain import (
    edit_party,
    link_resource,
    register_party,
    reveal_party,
    settle_link,
)
from stations.community.domain.resource import HIDDEN, is_open
from stations.community.enums import (
    LinkOutcome,
    LinkPurpose,
    LinkState,
    PartyKind,
    ResourceKind,
    ResourceSource,
)
from stations.community.models import ResourceLink, ResourceParty
from stations.community.rules import view_community, write_local
from stations.records.forms import NONE, day_field, phone_field
from stations.records.places import at_place
from stations.records.register import Act, Column, EntryForm, Filter, RecordChoice, Register
from stations.records.register.reveal import reveal_act

KEEPERS = (Role.BUREAU, Role.HUB_STAFF, Role.HEAD, Role.WORKER, Role.ROOM_STAFF)


class PartyFields(EntryForm):
    """Whom the place can turn to."""

    name = forms.CharField(label=_("Name of the party"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of party"), choices=PartyKind.choices)
    is_local = forms.BooleanField(label=_("Unit of this place"), required=False)
    offers = forms.CharField(label=_("What it can give"), max_length=200, required=False)
    contact = forms.CharField(label=_("Person to turn to"), max_length=60, required=False)
    phone = phone_field(_("Phone"))


class PartyForm(PartyFields):
    """A party that comes on the list."""

    since = day_field(_("Partner since"), initial=today)
    field_order = ("name", "kind", "since")


class EditPartyForm(PartyFields):
    """A party corrected, without reading what is encrypted."""

    is_active = forms.BooleanField(label=_("Can be turned to"), required=False, initial=True)

    def prepare(self) -> None:
        shown = ("name", "kind", "is_local", "is_active", "offers")
        self.initial = {name: getattr(self.entry, name) for name in shown} | dict(self.initial)
        for name in HIDDEN:
            self.fields[name].help_text = _("Left empty, the one on file stays.")


def served_field(model: Any) -> RecordChoice:
    """What a link of another page names; nobody chooses it from a list."""

    def rows(actor: Actor, station: Any) -> QuerySet:
        found: QuerySet = model.objects.restrict(actor, "edit")
        return found.filter(at_place(station), withdrawn_at=None)

    return RecordChoice(
        model=model,
        label=model._meta.verbose_name,
        rows=rows,
        widget=forms.HiddenInput,
        required=False,
    )


def parties_at(actor: Actor, station: Any) -> QuerySet[ResourceParty]:
    """Whom the place and its rooms can turn to."""
    rows = ResourceParty.objects.restrict(actor, "view").filter(is_active=True, withdrawn_at=None)
    return rows.filter(at_place(station)).order_by("name", "id")


class LinkForm(EntryForm):
    """A resource asked for; given at once where it says so."""

    kind = forms.ChoiceField(label=_("Kind of resource"), choices=ResourceKind.choices)
    purpose = forms.ChoiceField(label=_("What the resource is for"), choices=LinkPurpose.choices)
    source = forms.ChoiceField(label=_("Source of the resource"), choices=ResourceSource.choices)
    party = RecordChoice(
        model=ResourceParty,
        label=_("Party"),
        rows=parties_at,
        show=lambda party: party.name,
        required=False,
        help_text=_("Empty only for family and neighbours."),
    )
    what = forms.CharField(
        label=_("What is linked"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    linked_on = day_field(_("Resource asked for on"), initial=today)
    is_given = forms.BooleanField(label=_("It is in place already"), required=False)
    beneficiary = RecordChoice(
        model=Beneficiary,
        label=_("Person served"),
        rows=persons_served,
        refusal=why_unserved,
        show=lambda person: person.name,
        required=False,
    )
    value = forms.DecimalField(
        label=_("Value in yuan"), max_digits=12, decimal_places=2, min_value=0, required=False
    )
    need = served_field(Need)
    case = served_field(Case)
    visit = served_field(Visit)
    application = served_field(BenefitApplication)
    report = RecordChoice(
        model=ProtectionReport,
        label=_("Protection report"),
        rows=lambda actor, station: ProtectionReport.objects.restrict(actor, "view").filter(
            at_place(station)
        ),
        widget=forms.HiddenInput,
        required=False,
    )


class SettleForm(EntryForm):
    """Whether it was given, and what came of it."""

    state = forms.ChoiceField(
        label=_("What became of it"),
        choices=[(each.value, each.label) for each in (LinkState.GIVEN, LinkState.NOT_POSSIBLE)],
    )
    on = day_field(_("Resource settled on"), initial=today)
    outcome = forms.ChoiceField(
        label=_("What the resource brought"),
        choices=[NONE, *LinkOutcome.choices],
        required=False,
        help_text=_("Empty while it is not known; it can be entered later."),
    )
    persons_count = forms.IntegerField(label=_("Persons it came to"), min_value=1, required=False)
    value = forms.DecimalField(
        label=_("Value in yuan"), max_digits=12, decimal_places=2, min_value=0, required=False
    )
    note = forms.CharField(
        label=_("Note on the resource"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )


def keeps_parties(actor: Actor) -> bool:
    """Those who keep the list see whom to turn to, masked; the rest by reveal."""
    return actor.is_system or actor.has(*KEEPERS)


def note_report(actor: Actor, link: ResourceLink) -> None:
    """Reading what was linked for a report is a reading of the report (X13)."""
    if link.report is not None:
        note_reading(actor, link.report)


def to_what_it_serves(link: ResourceLink, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    """The pages of the person, the case, the need, the application or the report."""
    here = station.code
    ways: list[tuple[Any, Any, str]] = [
        (_("Need"), link.need, "casework:needs-one"),
        (_("Protection report"), link.report, "casework:protection-reports-one"),
    ]
    if actor.has(Role.BUREAU, *WRITERS):
        ways += [
            (_("Person's file"), link.beneficiary, "casework:person"),
            (_("Case"), link.case, "casework:case"),
            (_("Benefit application"), link.application, "casework:benefit-applications-one"),
        ]
    return [(title, reverse(name, args=[here, entry.uuid])) for title, entry, name in ways if entry]


PARTIES = Register(
    noun="resource-parties",
    app="community",
    model=ResourceParty,
    title=_("Parties with resources"),
    one=_("Party with resources"),
    columns=(
        Column("name"),
        Column("kind"),
        Column("is_local"),
        Column("offers"),
        Column("is_active"),
    ),
    details=(
        Column("since"),
        Column(
            "contact",
            _("Person to turn to"),
            personal=True,
            read=lambda party: mask_name(party.contact),
        ),
        Column("phone", _("Phone"), personal=True, read=lambda party: mask_phone(party.phone)),
    ),
    form=PartyForm,
    enter=register_party,
    acts=(
        Act(
            "edit",
            _("Correct the party"),
            EditPartyForm,
            edit_party,
            when=lambda party: party.withdrawn_at is None,
        ),
        reveal_act(_("Read whom to turn to"), reveal_party, *HIDDEN),
    ),
    view=view_community(""),
    write=write_local(""),
    opens=keeps_parties,
    order=("name", "id"),
    filters=(Filter("kind"),),
    icon="users",
    empty=_("The station and its rooms enter whom they can turn to."),
)

LINKS = Register(
    noun="resource-links",
    app="community",
    model=ResourceLink,
    title=_("Resources linked"),
    one=_("Resource linked"),
    columns=(
        Column("linked_on"),
        Column("beneficiary.name", _("Person served"), personal=True, key="beneficiary"),
        Column("kind"),
        Column("purpose"),
        Column("party.name", _("Party"), key="party"),
        Column("state"),
    ),
    details=(
        Column("source"),
        Column("what", personal=True),
        Column("settled_on"),
        Column("value"),
        Column("outcome"),
        Column("persons_count"),
        Column("note", personal=True),
    ),
    form=LinkForm,
    enter=link_resource,
    acts=(Act("settle", _("What became of it"), SettleForm, settle_link, when=is_open),),
    ways=to_what_it_serves,
    extend=lambda rows: rows.select_related("need", "case", "application", "report"),
    view=view_work(""),
    write=write_work(""),
    opens=sees_names,
    on_read=note_report,
    order=("-linked_on", "-id"),
    filters=(Filter("state"), Filter("kind"), Filter("source"), Filter("outcome")),
    icon="list-check",
    empty=_("A resource is linked from a person's file, a case, a visit, or here."),
)
