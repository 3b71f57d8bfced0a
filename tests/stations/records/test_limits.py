"""Days and texts end somewhere, and names that are the same are told apart."""

from datetime import date

import pytest
from django.forms import CharField

from api.v1.record import REGISTERS
from kernel.errors import Invalid
from kernel.workdays import clock
from stations.records.domain import refuse_future
from stations.records.forms import FreeText, longest, tell_apart
from tests.conftest import DAY


@pytest.mark.parametrize(
    ("day", "kind", "said"),
    [
        (date(1800, 1, 1), "events", "1950年1月1日"),
        (date(1949, 12, 31), "events", "1950年1月1日"),
        (date(1899, 12, 31), "births", "1900年1月1日"),
        (date(2026, 11, 21), "events", "不能晚于今天"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_what_is_allowed(day, kind, said):
    with clock.frozen(DAY), pytest.raises(Invalid, match=said) as refused:
        refuse_future("raised_on", day, kind)
    wrong = refused.value.errors[0]
    assert (wrong.field, wrong.given) == ("raised_on", day)
    assert wrong.allowed[:2] in (">=", "<=")


def test_the_first_day_allowed_is_taken():
    refuse_future("raised_on", date(1950, 1, 1))
    refuse_future("born_on", date(1900, 1, 1), "births")


def test_a_text_has_an_end():
    field = FreeText()
    assert field.clean("字" * longest("text")) == "字" * longest("text")
    with pytest.raises(Exception, match=str(longest("text"))):
        field.clean("字" * (longest("text") + 1))


def test_every_text_of_a_register_has_an_end():
    forms_of = [
        (register.noun, form)
        for register in REGISTERS
        for form in (register.form, *(act.form for act in register.all_acts))
        if form is not None
    ]
    endless = [
        (noun, name)
        for noun, form in forms_of
        for name, field in form.base_fields.items()
        if isinstance(field, CharField) and field.max_length is None
    ]
    assert endless == []


def test_two_of_one_name_are_told_apart_by_the_code_of_the_file():
    first, second = "757e08e1-b5ef-43ae-9ddd", "26dcb00b-1f16-4635-86e3"
    choices = [("", "—"), (first, "王静"), (second, "王静"), ("9cee854d-cd6e", "何娟")]
    labels = [label for _value, label in tell_apart(choices)]
    assert labels == ["—", "王静 · 757e08e1", "王静 · 26dcb00b", "何娟"]
