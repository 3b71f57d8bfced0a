"""The choices above a register's list, and the rows they leave."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.http import urlencode

from kernel.access.actor import Actor
from stations.records.forms import NONE
from stations.records.register.declare import Register
from stations.records.register.query import choices_of, narrow, rows_of


class FilterForm(forms.Form):
    """One optional choice for each filter of a register; an unknown value narrows nothing."""

    def __init__(self, register: Register, given: Mapping[str, str]) -> None:
        super().__init__(given or None)
        self.register = register
        for each in register.filters:
            self.fields[each.name] = forms.ChoiceField(
                label=each.label or register.model._meta.get_field(each.name).verbose_name,
                choices=[*([] if each.default else [NONE]), *choices_of(register, each)],
                required=False,
                initial=each.default,
            )

    def rows(self, actor: Actor, station: Any) -> QuerySet:
        """What the actor sees of the register at a station, narrowed."""
        return self.narrowed(rows_of(self.register, actor, station))

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """Those of the rows that fit what is chosen."""
        return narrow(self.register, rows, self.cleaned_data if self.is_valid() else {})

    @property
    def query(self) -> str:
        """The choices as an address holds them; empty without any."""
        chosen = self.cleaned_data.items() if self.is_valid() else ()
        held = urlencode([(name, value) for name, value in chosen if value])
        return f"?{held}" if held else ""
