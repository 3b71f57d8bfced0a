"""Bodies and answers about alerts, due visits, rosters and households."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from kernel.crypto import mask_name
from kernel.errors import FieldError, Invalid
from stations.casework.enums import AlertKind, Category
from stations.casework.models import RosterEntry
from stations.casework.queries.alert import Alert
from stations.casework.queries.due import DueRow
from stations.casework.queries.roster import Plan, Verdict

LONGEST_MEASURE = 2000


class AlertRow(serializers.Serializer):
    """``subject`` is the record the alert is about, ``person`` the file; null for a lead."""

    kind = serializers.ChoiceField(choices=AlertKind.values)
    subject = serializers.UUIDField()
    since = serializers.DateField()
    person = serializers.UUIDField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    station = serializers.CharField()


class AlertPage(serializers.Serializer):
    results = AlertRow(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class AlertNoteBody(serializers.Serializer):
    kind = serializers.ChoiceField(choices=AlertKind.values)
    subject = serializers.UUIDField()
    on = serializers.DateField(required=False, allow_null=True, default=None)
    measure = serializers.CharField(max_length=LONGEST_MEASURE)


class AlertNoteRow(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=AlertKind.values)
    subject = serializers.UUIDField()
    since = serializers.DateField()
    done_on = serializers.DateField()


class DuePersonRow(serializers.Serializer):
    """``missed_on`` is the last day of the first slot that ended without a visit; ``by_duty``: the
    consent was withdrawn, and a statutory duty alone is why the person is served."""

    beneficiary = serializers.UUIDField()
    name = serializers.CharField()
    village = serializers.CharField(allow_blank=True)
    station = serializers.CharField()
    level = serializers.IntegerField()
    since = serializers.DateField()
    last_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField()
    missed_on = serializers.DateField(allow_null=True)
    by_duty = serializers.BooleanField()


class DuePage(serializers.Serializer):
    results = DuePersonRow(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class RosterRowBody(serializers.Serializer):
    """``village`` by code or name; ``household`` (its number) or ``head`` (the head's name) says
    who lives together."""

    name = serializers.CharField(allow_blank=True, max_length=200)
    id_number = serializers.CharField(allow_blank=True, max_length=40, default="")
    village = serializers.CharField(allow_blank=True, max_length=100, default="")
    household = serializers.CharField(allow_blank=True, max_length=60, default="")
    head = serializers.CharField(allow_blank=True, max_length=60, default="")


class RosterBody(serializers.Serializer):
    station = serializers.CharField(max_length=20)
    category = serializers.ChoiceField(choices=Category.values)
    listed_on = serializers.DateField(required=False, allow_null=True, default=None)
    rows = RosterRowBody(many=True)


class RosterKindsBody(serializers.Serializer):
    """Either ``all`` of the part, or the ``entries`` chosen of it, as ``GET /rosters`` lists
    them; ``category`` narrows to one kind."""

    station = serializers.CharField(max_length=20)
    part = serializers.ChoiceField(choices=("lacking", "kept"))
    category = serializers.ChoiceField(choices=Category.values, allow_blank=True, default="")
    all = serializers.BooleanField(default=False)
    entries = serializers.ListField(child=serializers.UUIDField(), default=list)


class RosterKindsResult(serializers.Serializer):
    """How many kinds were added, or ended."""

    count = serializers.IntegerField()


class RosterErrorRow(serializers.Serializer):
    """What is wrong in a row: the column, and what is allowed there."""

    column = serializers.CharField()
    message = serializers.CharField()
    allowed = serializers.JSONField(allow_null=True)


class RosterLine(serializers.Serializer):
    row = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)
    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in Verdict])
    filed = serializers.BooleanField()
    errors = RosterErrorRow(many=True)  # type: ignore[assignment]


class RosterResult(serializers.Serializer):
    counts = serializers.DictField(child=serializers.IntegerField())
    rows = RosterLine(many=True)
    left = serializers.ListField(child=serializers.CharField())


class RosterEntryRow(serializers.Serializer):
    """The name in full for the station itself, masked for the bureau."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    household_head = serializers.CharField(allow_blank=True)
    category = serializers.ChoiceField(choices=Category.values)
    station = serializers.CharField()
    division_code = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    beneficiary = serializers.UUIDField(allow_null=True)


class RosterPage(serializers.Serializer):
    results = RosterEntryRow(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


def shape_alert(alert: Alert, opens: bool) -> dict[str, Any]:
    return {
        "kind": alert.kind,
        "subject": alert.subject,
        "since": alert.since,
        "person": alert.person,
        "name": alert.name if opens else mask_name(alert.name),
        "station": alert.code,
    }


def shape_due(row: DueRow) -> dict[str, Any]:
    names = ("name", "village", "level", "since", "last_on", "due_on", "missed_on", "by_duty")
    return {
        "beneficiary": row.uuid,
        "station": row.place,
        **{name: getattr(row, name) for name in names},
    }


def shape_plan(plan: Plan) -> dict[str, Any]:
    """Only writers of the place ask for a plan: they read its names."""
    return {
        "counts": plan.counts,
        "rows": [
            {
                "row": line.row.number,
                "name": line.row.name,
                "verdict": line.verdict.value,
                "filed": line.is_filed,
                "errors": [_shape_error(error) for error in line.errors],
            }
            for line in plan.lines
        ],
        "left": [entry.name for entry in plan.left],
    }


def shape_entry(entry: RosterEntry, opens: bool) -> dict[str, Any]:
    return {
        "id": entry.uuid,
        "name": entry.name if opens else mask_name(entry.name),
        "household_head": entry.household_head if opens else mask_name(entry.household_head),
        "category": entry.category,
        "station": entry.station.code,
        "division_code": entry.division_code,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "beneficiary": entry.beneficiary.uuid if entry.beneficiary else None,
    }


def read_choice(request: Request, name: str, allowed: Iterable[str]) -> str:
    """A value of the query string, "" for none. Raises Invalid for one that is no choice."""
    given, choices = request.query_params.get(name, ""), list(allowed)
    if given and given not in choices:
        message = _("This is not one of the choices.")
        raise Invalid(message, errors=[FieldError(name, "invalid_choice", message, given, choices)])
    return str(given)


def read_flag(request: Request, name: str) -> bool:
    """true or false of the query string. Raises Invalid for another word."""
    return read_choice(request, name, ("true", "false")) == "true"


def _shape_error(error: FieldError) -> dict[str, Any]:
    return {
        "column": error.field.rpartition(".")[2],
        "message": str(error.message),
        "allowed": error.allowed,
    }
