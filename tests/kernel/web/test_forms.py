"""Every form looks and reads the same: classes, labels, errors tied to their fields."""

import pytest
from django import forms

from kernel.errors import Conflict, FieldError, Invalid
from kernel.web.forms import add_errors


class Example(forms.Form):
    name = forms.CharField(
        label="名称", help_text="全称", widget=forms.TextInput({"class": "wide"})
    )
    kind = forms.ChoiceField(label="类型", choices=[("a", "甲")])
    agreed = forms.BooleanField(label="同意")
    way = forms.ChoiceField(
        label="方式",
        choices=[("x", "入户"), ("y", "电话")],
        widget=forms.RadioSelect,
        required=False,
    )


def test_widgets_get_their_classes() -> None:
    form = Example()
    assert form["name"].build_widget_attrs({})["class"] == "wide form-control"
    assert form["kind"].build_widget_attrs({})["class"] == "form-select"
    assert form["agreed"].build_widget_attrs({})["class"] == "form-check-input"


def test_an_error_is_tied_to_its_field() -> None:
    page = str(Example({"kind": "a", "agreed": "on"}))
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert (
        '<div class="form-error" id="id_name_error"><p class="mb-0">该字段是必填项。</p></div>'
        in page
    )
    assert page.count("is-invalid") == 1


def test_choices_are_a_group_with_a_legend() -> None:
    page = str(Example())
    assert '<legend class="form-label">方式 <span class="optional">选填</span></legend>' in page
    assert '<label class="form-check-label" for="id_way_1">电话</label>' in page


def test_refusals_go_beside_their_fields() -> None:
    form = Example({"name": "n", "kind": "a", "agreed": "on"})
    errors = [FieldError("name", "taken", "已被使用"), FieldError("C05.volunteers", "max", "过大")]
    add_errors(form, Invalid("不符合要求", errors=errors))
    assert form.errors == {"name": ["已被使用"], "__all__": ["过大"]}


def test_a_refusal_without_fields_goes_on_top() -> None:
    form = Example({"name": "n", "kind": "a", "agreed": "on"})
    add_errors(form, Conflict("已经提交"))
    page = str(form)
    assert form.errors == {"__all__": ["已经提交"]}
    assert '<div class="alert alert-danger" role="alert">' in page


BEFORE = "结案日期早于建档日期。"


@pytest.mark.parametrize(
    ("message", "allowed", "said"),
    [
        (BEFORE, ">= 2021-07-05", f"{BEFORE} 允许的内容： ≥ 2021年7月5日"),
        ("一天最多24小时。", "<= 24", "一天最多24小时。"),  # says it already
        ("不能为空。", ["甲", "乙"], "不能为空。"),
        ("时间不能晚于现在。", "<= 2026-11-20 12:00:00.1+08:00", "时间不能晚于现在。"),
    ],
)
def test_a_refusal_names_the_bound_that_is_allowed(
    message: str, allowed: object, said: str
) -> None:
    form = Example({"name": "一站", "kind": "a", "agreed": "on"})
    wrong = FieldError("name", "invalid", message, None, allowed)
    add_errors(form, Invalid(message, errors=[wrong]))
    assert form.errors["name"] == [said]
