"""What stands above each page of the province: division, year or day, and where one is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluation.rollup.queries.choice import (
    division_choices,
    known_years,
    path_in_scope,
    trial_counties,
)
from evaluation.rollup.queries.scope import division_in_scope, parse_year
from kernel.access.actor import Actor

GROUP_LABELS = (
    ("province", _("Province")),
    ("prefecture", _("Prefecture")),
    ("county", _("County")),
    ("station", _("Station")),
)


class DivisionForm(forms.Form):
    """Choosing a division; the page works as a plain GET form."""

    division = forms.ChoiceField(label=_("Division"))


class YearForm(DivisionForm):
    year = forms.ChoiceField(label=_("Year"))


class GroupForm(YearForm):
    group_by = forms.ChoiceField(label=_("Grouped by"), choices=GROUP_LABELS)


class DayForm(DivisionForm):
    date = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))


@dataclass(frozen=True)
class Chosen:
    """The division a page is about, the form that says so, and what marks it."""

    division: dict[str, str]
    form: forms.Form
    path: list[tuple[str, str]]
    trial: set[str]

    def context(self, page: str, table: dict[str, Any]) -> dict[str, Any]:
        """What every template of the province gets; ``page`` is the page's URL name."""
        return {
            "division": self.division,
            "form": self.form,
            "trial": self.trial,
            "crumbs": self.crumbs(page),
            "query": urlencode(self.form.initial),
            "kept": urlencode(self._kept()),
            "table": table,
            "as_of": table.get("as_of"),
        }

    def crumbs(self, page: str) -> list[tuple[str, str]]:
        """The divisions above, each leading to the same page about it."""
        above = self.path[:-1]
        links = [
            (name, f"{reverse(page)}?{urlencode({'division': code, **self._kept()})}")
            for code, name in above
        ]
        return [*links, (self.division["name"], "")]

    def _kept(self) -> dict[str, Any]:
        return {name: value for name, value in self.form.initial.items() if name != "division"}


def choose(request: HttpRequest, kind: type[DivisionForm], on: date, **initial: Any) -> Chosen:
    """The division a request asks for, as it stood on a day, within the actor's scope.

    ``initial`` holds the form's other values, already checked. Raises NotFound.
    """
    actor = asking(request)
    division = division_in_scope(actor, request.GET.get("division", ""), on)
    form = kind(initial={"division": division["code"], **initial})
    choices = division_choices(actor, on)
    if division["code"] not in _offered(choices):
        choices = [(division["code"], division["name"]), *choices]
    _offer(form, "division", choices)
    if "group_by" in form.fields and division["code"]:
        _offer(form, "group_by", [label for label in GROUP_LABELS if label[0] != "province"])
    if "year" in form.fields:
        years = sorted({*known_years(division), initial["year"]}, reverse=True)
        _offer(form, "year", [(str(year), str(year)) for year in years])
    path = path_in_scope(actor, division["code"], on)
    return Chosen(division, form, path, trial_counties(division))


def asked_year(request: HttpRequest, default: Callable[[], int]) -> int:
    """The year of the query string; ``default`` is asked when there is none."""
    given = request.GET.get("year", "")
    return parse_year(given) if given else default()


def asking(request: HttpRequest) -> Actor:
    """Who asks; the middleware has put the actor there."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def _offered(choices: list[tuple[str, Any]]) -> set[str]:
    """The values of choices, some of them in groups."""
    grouped = (inner if isinstance(inner, list) else [(value, inner)] for value, inner in choices)
    return {value for group in grouped for value, _label in group}


def _offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
