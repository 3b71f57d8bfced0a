"""The act of every register whose records hold free texts: one that must not stand is emptied."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.records.forms import NONE
from stations.records.purge import purge_entry, texts_in
from stations.records.reasons import REASON_LENGTH
from stations.records.register.declare import Act
from stations.records.register.form import EntryForm


class EmptyForm(EntryForm):
    """Which text, by its label and never by its words, and why."""

    field = forms.ChoiceField(label=_("Text to be emptied"))
    reason = forms.CharField(
        label=_("Reason of the purge"),
        max_length=REASON_LENGTH,
        help_text=_("Kept in the audit trail with your name; no numbers in it."),
    )

    def prepare(self) -> None:
        texts = [(field.name, field.verbose_name) for field in texts_in(self.entry)]
        self.fields["field"].choices = [NONE, *texts]  # type: ignore[attr-defined]


def has_texts(entry: Any) -> bool:
    return bool(texts_in(entry))


PURGE = Act("purge", _("Purge a text"), EmptyForm, purge_entry, rule="purge", when=has_texts)
