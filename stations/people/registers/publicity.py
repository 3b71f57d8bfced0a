"""What a station spread about social work (M42, G333)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.people.domain import record_publicity
from stations.people.enums import PublicityChannel, PublicityTopic
from stations.people.models import PublicityItem, Staff
from stations.people.queries.staff import workers_at
from stations.people.rules import view_people, write_publicity
from stations.records.forms import day_field
from stations.records.register import Column, EntryForm, Filter, RecordChoice, Register


class PublicityForm(EntryForm):
    """One piece: a notice, a post, an article, a talk."""

    published_on = day_field(_("Published on"), initial=today)
    channel = forms.ChoiceField(label=_("Channel"), choices=PublicityChannel.choices)
    topic = forms.ChoiceField(label=_("What it is about"), choices=PublicityTopic.choices)
    title = forms.CharField(label=_("Headline"), max_length=200)
    staff = RecordChoice(
        model=Staff, label=_("Worker"), rows=workers_at, show=lambda worker: worker.name
    )
    link = forms.URLField(
        label=_("Address on the web"), max_length=300, required=False, assume_scheme="https"
    )


PUBLICITY = Register(
    noun="publicity",
    app="people",
    model=PublicityItem,
    title=_("Publicity about social work"),
    one=_("Piece of publicity"),
    columns=(
        Column("published_on"),
        Column("title"),
        Column("channel"),
        Column("topic"),
        Column("staff.name", _("Worker"), key="staff"),
    ),
    details=(Column("link"),),
    form=PublicityForm,
    enter=record_publicity,
    view=view_people(""),
    write=write_publicity(""),
    order=("-published_on", "-id"),
    filters=(Filter("channel"), Filter("topic")),
    icon="file-text",
    empty=_("A worker, the head or the county enters what was told to the public."),
)
