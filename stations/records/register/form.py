"""The form of a register; its fields are also the body of the API's call."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.forms.models import ModelChoiceIterator

from kernel.access.actor import Actor
from stations.records.forms import NONE, TellsWhy, tell_apart, warn_of_secrets


class ApartIterator(ModelChoiceIterator):
    """The choices of a list, told apart where their words are the same."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        return iter(tell_apart(super().__iter__()))


class RecordChoice(TellsWhy, forms.ModelChoiceField):
    """One of the records that ``rows(actor, station)`` gives, known by its uuid; ``refusal(actor,
    station, uuid)`` says why another one, which was offered before, is not among them."""

    iterator = ApartIterator

    def __init__(
        self,
        *,
        model: type[Model],
        rows: Callable[[Actor, Any], QuerySet],
        show: Callable[[Any], str] = str,
        refusal: Callable[[Actor, Any, str], str] | None = None,
        **options: Any,
    ) -> None:
        self.rows, self.show, self.refusal = rows, show, refusal
        given = {"empty_label": NONE[1], **options}
        super().__init__(model._default_manager.none(), to_field_name="uuid", **given)

    def label_from_instance(self, obj: Any) -> str:
        return self.show(obj)

    def offer(self, actor: Actor, station: Any) -> None:
        """Fill in what this actor may choose at this station."""
        self.queryset = self.rows(actor, station)
        self.why = partial(self.refusal, actor, station) if self.refusal else None


class EntryForm(forms.Form):
    """Knows who fills it in, where, and for which record (None for a new one)."""

    def __init__(
        self, *args: Any, actor: Actor, station: Any, entry: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.station, self.entry = actor, station, entry
        for field in self.fields.values():
            warn_of_secrets(field)
            if isinstance(field, RecordChoice):
                field.offer(actor, station)
        self.prepare()

    def prepare(self) -> None:
        """For choices and first values that depend on actor, station or record."""
