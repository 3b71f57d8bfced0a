"""The shapes of a register's records, read from its declaration."""

from datetime import date, datetime
from typing import Any

from django.db import models
from rest_framework import serializers

from api.base.forms import serializer_of
from stations.records.register import Act, Column, Register

FIELDS: tuple[tuple[type[models.Field], type[serializers.Field]], ...] = (
    (models.BooleanField, serializers.BooleanField),
    (models.DateTimeField, serializers.DateTimeField),
    (models.DateField, serializers.DateField),
    (models.IntegerField, serializers.IntegerField),
    (models.UUIDField, serializers.UUIDField),
    (models.JSONField, serializers.JSONField),
)
COMPUTED: dict[type, type[serializers.Field]] = {
    bool: serializers.BooleanField,
    date: serializers.DateField,
    datetime: serializers.DateTimeField,
    int: serializers.IntegerField,
    list: serializers.JSONField,
    dict: serializers.JSONField,
}


class Shapes:
    """The serializers of one register, by the names its components have in the document."""

    def __init__(self, register: Register) -> None:
        name = _camel(register.noun)
        head: dict[str, Any] = {"id": serializers.UUIDField()}
        if _has_station(register):
            head["station"] = serializers.CharField()
        row = head | _fields(register.columns, register.model)
        inner = {
            each.name: serializers.ListField(
                child=type(
                    f"{name}_{each.name}",
                    (_Plain,),
                    {"id": serializers.UUIDField(), **_fields(each.columns, each.model)},
                )()
            )
            for each in register.inner
        }
        end = {"withdrawn_at": serializers.DateTimeField(allow_null=True)}
        self.row = type(f"{name}Row", (_Plain,), row)
        self.page = type(
            f"{name}Page",
            (_Plain,),
            {
                "results": serializers.ListField(child=self.row()),
                "next": serializers.URLField(allow_null=True),
                "count": serializers.IntegerField(),
            },
        )
        details = _fields(register.details, register.model)
        self.detail = type(f"{name}Detail", (_Plain,), row | details | inner | end)
        self.body = (
            serializer_of(register.form, f"New{name}", station=serializers.CharField(max_length=20))
            if register.form
            else None
        )
        self.acts = {act.name: body_of(name, act) for act in register.all_acts}
        self.shown = {act.name: _shown_by(name, act) for act in register.all_acts if act.shows}


class _Plain(serializers.Serializer):
    """Describes; answers are rendered from plain values."""


def body_of(name: str, act: Act) -> type[serializers.Serializer]:
    """What an act is sent with."""
    return serializer_of(act.form, f"{name}{_camel(act.name)}")


def _shown_by(name: str, act: Act) -> type[serializers.Serializer]:
    """The encrypted fields that an act answers in full."""
    fields: dict[str, Any] = {field: serializers.CharField(allow_blank=True) for field in act.shows}
    return type(f"{name}{_camel(act.name)}ed", (_Plain,), fields)


def shape_row(register: Register, entry: Any, opens: bool) -> dict[str, Any]:
    """A record of a list."""
    return _head(register, entry) | _values(register.columns, entry, opens)


def shape_detail(register: Register, entry: Any, actor: Any) -> dict[str, Any]:
    """A record with its details and the rows that belong to it."""
    opens = register.opens(actor)
    inner = {
        each.name: [
            {"id": row.uuid, **_values(each.columns, row, opens)} for row in each.rows(entry, actor)
        ]
        for each in register.inner
    }
    return {
        **_head(register, entry),
        **_values(register.all_columns, entry, opens),
        **inner,
        "withdrawn_at": entry.withdrawn_at,
    }


def _head(register: Register, entry: Any) -> dict[str, Any]:
    head = {"id": entry.uuid}
    return head | {"station": entry.station.code} if _has_station(register) else head


def _has_station(register: Register) -> bool:
    return any(field.name == "station" for field in register.model._meta.fields)


def _values(columns: tuple[Column, ...], row: Any, opens: bool) -> dict[str, Any]:
    return {column.name: column.value(row, opens) for column in columns}


def _fields(columns: tuple[Column, ...], model: Any) -> dict[str, serializers.Field]:
    return {column.name: _field(column, model) for column in columns}


def _field(column: Column, model: Any) -> serializers.Field:
    """Choices are told by their list, dates by their format; anything may be absent."""
    field = column.field(model)
    options: dict[str, Any] = {"allow_null": True, "help_text": column.heading(model)}
    if field is None:
        kind = COMPUTED.get(column.kind, serializers.CharField)
        return kind(**options)
    if field.flatchoices:
        words = ", ".join(str(value) for value, _label in field.flatchoices)
        options["help_text"] = f"{options['help_text']}: {words}"
    for theirs, ours in FIELDS:
        if isinstance(field, theirs):
            return ours(**options)
    return serializers.CharField(**options)


def _camel(noun: str) -> str:
    return "".join(part.capitalize() for part in noun.replace("_", "-").split("-"))
