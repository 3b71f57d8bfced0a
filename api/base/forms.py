"""A page's form as the body of a call: both ask for the same fields."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from api.base.errors import LONGEST_ECHO, fields_of
from api.base.exact import MOST_DIGITS
from kernel.errors import FieldError, Invalid
from kernel.texts import is_unseen
from kernel.web.forms import say_unseen


class MomentField(serializers.DateTimeField):
    """A moment; one without an offset is read in the zone of the installation, in which the first
    days of the calendar do not exist."""

    def to_internal_value(self, value: Any) -> Any:
        try:
            return super().to_internal_value(value)
        except OverflowError:
            self.fail("overflow")


S = TypeVar("S", bound=serializers.Serializer)
KINDS: tuple[tuple[type[forms.Field], type[serializers.Field]], ...] = (
    (forms.BooleanField, serializers.BooleanField),
    (forms.DateTimeField, MomentField),
    (forms.DateField, serializers.DateField),
    (forms.DecimalField, serializers.DecimalField),
    (forms.IntegerField, serializers.IntegerField),
    (forms.ModelChoiceField, serializers.UUIDField),
    (forms.ChoiceField, serializers.CharField),
    (forms.FileField, serializers.FileField),
    (forms.CharField, serializers.CharField),
)
MOST_UNKNOWN = 20  # fields that nobody knows are named in one answer
LISTS = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


def serializer_of(
    form: type[forms.Form], name: str, **more: serializers.Field
) -> type[serializers.Serializer]:
    """A serializer with the fields of a form, and some more before them."""
    fields = {key: _field_of(field) for key, field in form.base_fields.items()}
    return type(name, (serializers.Serializer,), {**more, **fields})


def read_body(shape: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """The values of a body. Raises Invalid naming each field that is wrong or not known here."""
    return dict(check_body(shape(data=request.data)).validated_data)


def check_body(body: S) -> S:
    """The body, valid. A field that nobody knows is refused with those that are known: a slip in
    its name would else be a value lost unseen. Raises Invalid naming each field."""
    body.is_valid()
    unknown = islice(_unknown(body, body.initial_data), MOST_UNKNOWN)
    errors = [*unknown, *fields_of(body.errors)]
    if errors:
        raise Invalid(_("Some values are not allowed."), errors=errors)
    refuse_unseen(body.validated_data)
    return body


def refuse_unknown(shape: type[serializers.Serializer], given: Any) -> None:
    """Raise Invalid naming each field of a body that the shape does not have: for a body whose
    values the domain reads itself."""
    if errors := [*islice(_unknown(shape(), given), MOST_UNKNOWN)]:
        raise Invalid(_("Some values are not allowed."), errors=errors)


def refuse_unseen(values: Mapping[str, Any]) -> None:
    """Raise Invalid naming each text without a sign that can be seen."""
    if errors := [*_unseen(values)]:
        raise Invalid(_("Some values are not allowed."), errors=errors)


def _unknown(shape: Any, given: Any, path: str = "") -> Iterator[FieldError]:
    """The keys of a body, and of the objects in it, that no field has. The value may be personal:
    it is not repeated."""
    if isinstance(shape, serializers.ListSerializer):
        for index, row in enumerate(given if isinstance(given, list) else ()):
            yield from _unknown(shape.child, row, f"{path}[{index}]")
    elif isinstance(shape, serializers.Serializer) and isinstance(given, Mapping):
        for name in sorted(given.keys() - shape.fields.keys()):
            message = _("No such field is known here.")
            yield FieldError(_below(path, name), "unknown", message, None, list(shape.fields))
        for name in sorted(given.keys() & shape.fields.keys()):
            yield from _unknown(shape.fields[name], given[name], _below(path, name))


def _unseen(value: Any, path: str = "") -> Iterator[FieldError]:
    """The texts of a body without a sign that can be seen, as pages refuse them (is_filled_in)."""
    if isinstance(value, str) and is_unseen(value.strip()):
        yield FieldError(path, "blank", say_unseen())
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _unseen(inner, _below(path, str(name)))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _unseen(inner, f"{path}[{index}]")


def _below(path: str, name: str) -> str:
    shown = name[:LONGEST_ECHO]
    return f"{path}.{shown}" if path else shown


def clean_form(form: forms.BaseForm, given: dict[str, Any]) -> dict[str, Any]:
    """What the page's form makes of a body's values: the same checks behind both doors."""
    if form.is_valid():
        return form.cleaned_data
    errors = [
        FieldError("" if name == "__all__" else name, str(error.code), message, given.get(name))
        for name, found in form.errors.as_data().items()
        for error in found
        for message in error.messages
    ]
    raise Invalid(_("Some values are not allowed."), errors=errors)


def _field_of(field: forms.Field) -> serializers.Field:
    options: dict[str, Any] = {"required": field.required, "help_text": str(field.help_text)}
    if isinstance(field, LISTS):
        if not field.required:
            options["default"] = list
            del options["required"]
        return serializers.ListField(child=_child_of(field), **options)
    ours = next(ours for theirs, ours in KINDS if isinstance(field, theirs))
    options |= _limits(field)
    if not field.required:
        options |= _absent(field, ours)
        del options["required"]
    return ours(**options)


def _child_of(field: forms.Field) -> serializers.Field:
    if isinstance(field, forms.ModelMultipleChoiceField):
        return serializers.UUIDField()
    values = [str(value) for value, _ in field.widget.choices]  # type: ignore[attr-defined]
    # Without a list here it hangs on the place: the form checks it.
    return serializers.ChoiceField(values) if values else serializers.CharField(max_length=100)


def _limits(field: forms.Field) -> dict[str, Any]:
    """Lengths and bounds. A choice is checked by the form: its list may hang on the place."""
    if isinstance(field, forms.DecimalField):
        return {
            # Without any, a number of thirty digits has no rounded form, and is a fault of ours.
            "max_digits": field.max_digits or MOST_DIGITS,
            "decimal_places": field.decimal_places,
            "min_value": field.min_value,
            "max_value": field.max_value,
        }
    if isinstance(field, forms.IntegerField):
        return {"min_value": field.min_value, "max_value": field.max_value}
    if isinstance(field, forms.ModelChoiceField):
        return {}
    if isinstance(field, forms.ChoiceField):
        return {"max_length": 100}
    if isinstance(field, forms.CharField):
        return {
            "max_length": field.max_length,
            "allow_blank": not field.required,
            "trim_whitespace": field.strip,
        }
    return {}


def _absent(field: forms.Field, ours: type[serializers.Field]) -> dict[str, Any]:
    """What stands for a field left out."""
    if ours is serializers.CharField:
        return {"default": "", "allow_blank": True}
    if ours is serializers.BooleanField:
        return {"default": field.to_python(field.initial)}
    return {"default": None, "allow_null": True}
