"""A page's form as the body of a call: both ask for the same fields."""

from typing import Any

from django import forms
from rest_framework import serializers

KINDS: tuple[tuple[type[forms.Field], type[serializers.Field]], ...] = (
    (forms.BooleanField, serializers.BooleanField),
    (forms.CharField, serializers.CharField),
)


def serializer_of(form: type[forms.Form], name: str) -> type[serializers.Serializer]:
    """A serializer with the fields of a form."""
    fields = {key: _field_of(field) for key, field in form.base_fields.items()}
    return type(name, (serializers.Serializer,), fields)


def _field_of(field: forms.Field) -> serializers.Field:
    options: dict[str, Any] = {"required": field.required, "help_text": str(field.help_text)}
    if isinstance(field, forms.MultipleChoiceField):
        return serializers.ListField(child=serializers.ChoiceField(_values(field)), **options)
    kind = next(ours for theirs, ours in KINDS if isinstance(field, theirs))
    if isinstance(field, forms.CharField):
        options |= {
            "max_length": field.max_length,
            "allow_blank": not field.required,
            "trim_whitespace": field.strip,
        }
    if not field.required:
        options |= {"default": field.to_python(None)}
        del options["required"]
    return kind(**options)


def _values(field: forms.MultipleChoiceField) -> list[str]:
    return [str(value) for value, _ in field.widget.choices]
