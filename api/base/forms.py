"""A page's form as the body of a call: both ask for the same fields."""

from typing import Any

from django import forms
from rest_framework import serializers

KINDS: tuple[tuple[type[forms.Field], type[serializers.Field]], ...] = (
    (forms.BooleanField, serializers.BooleanField),
    (forms.CharField, serializers.CharField),
)


def serializer_of(form: type[forms.Form], name: str) -> type[serializers.Serializer] | None:
    """A serializer with the fields of a form; None for a form that asks for nothing."""
    fields = {key: _field_of(field) for key, field in form.base_fields.items()}
    return type(name, (serializers.Serializer,), fields) if fields else None


def _field_of(field: forms.Field) -> serializers.Field:
    options: dict[str, Any] = {"required": field.required, "help_text": str(field.help_text)}
    kind = next(ours for theirs, ours in KINDS if isinstance(field, theirs))
    if isinstance(field, forms.CharField):
        options |= {"max_length": field.max_length, "allow_blank": not field.required}
    return kind(**options)
