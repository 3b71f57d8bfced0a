"""The page that shows what is encrypted in a record: once, for a reason, never cached."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.request import ActorRequest
from stations.records.models import Record
from stations.records.pages import answer_form, crumbs_of
from stations.records.reasons import REASON_LENGTH
from stations.records.register.declare import Act
from stations.records.register.form import EntryForm


class RevealForm(EntryForm):
    """Why it is read."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for reading"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("Kept in the audit trail with your name; no numbers in it."),
    )


def answer_reveal(
    request: ActorRequest,
    entry: Record,
    read: Callable[..., dict[str, str]],
    *,
    station: Any,
    title: str,
    back: str,
    crumb: tuple[Any, str],
    about: str = "",
) -> HttpResponse:
    """Ask for a reason; when sent, show what ``read(reason=)`` gives, by the fields' labels.
    ``about`` as of answer_form."""
    form = RevealForm(request.POST or None, actor=request.actor, station=station, entry=entry)
    shown: dict[str, str] = {}

    def save(values: dict[str, Any]) -> None:
        shown.update(read(**values))

    answer = answer_form(
        request,
        form,
        save,
        station=station,
        title=title,
        done=_("Kept in the trail."),
        back=back,
        about=about,
    )
    if not shown:
        return answer
    labels = [entry._meta.get_field(name).verbose_name for name in shown]  # type: ignore[union-attr]
    context = {
        "station": station,
        "title": title,
        "about": about,
        "facts": list(zip(labels, shown.values(), strict=True)),
        "back": back,
        "crumbs": crumbs_of(station, crumb, title),
    }
    return render(request, "records/revealed.html", context)


def reveal_act(title: Any, do: Callable[..., dict[str, str]], *fields: str) -> Act:
    """The act of a register that shows these fields: ``do(actor=, entry=, reason=)``."""
    return Act("reveal", title, RevealForm, do, rule="reveal", shows=fields)
