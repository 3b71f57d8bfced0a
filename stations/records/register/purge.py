"""Emptying a text that must not stand: the form, and the act of every register with free texts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.records.forms import NONE
from stations.records.purge import purge_entry, texts_in
from stations.records.reasons import REASON_LENGTH
from stations.records.register.declare import Act
from stations.records.register.form import EntryForm


class PurgeReasonForm(EntryForm):
    """Why something is emptied or destroyed (C41b)."""

    reason = forms.CharField(
        label=_("Reason of the purge"),
        max_length=REASON_LENGTH,
        help_text=_("Kept in the audit trail with your name; no numbers in it."),
    )


class PurgeForm(PurgeReasonForm):
    """Which text, by its label and never by its words, and why (C41b).

    ``texts`` are (value, label) of what hangs on a file or a place; without them those of the
    record itself.
    """

    field = forms.ChoiceField(label=_("Text to be emptied"))
    field_order = ("field", "reason")

    def __init__(
        self, *args: Any, texts: Iterable[tuple[str, Any]] | None = None, **kwargs: Any
    ) -> None:
        self.texts = texts
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        texts = self.texts
        if texts is None:
            texts = [(field.name, field.verbose_name) for field in texts_in(self.entry)]
        self.fields["field"].choices = [NONE, *texts]  # type: ignore[attr-defined]


def has_texts(entry: Any) -> bool:
    return bool(texts_in(entry))


PURGE = Act("purge", _("Purge a text"), PurgeForm, purge_entry, rule="purge", when=has_texts)
