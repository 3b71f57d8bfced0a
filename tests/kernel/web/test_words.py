"""What Django itself says of a typed value, in the user's words."""

import pytest
from django import forms
from django.utils.translation import override


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.CharField(max_length=2), "三个字", "最多 2 个字，现有 3 个字。"),
        (forms.CharField(), "a\0", "含有无法保存的字符，请删去后重新填写。"),
        (forms.IntegerField(max_value=9), "10", "不能大于 9。"),
        (forms.DecimalField(min_value=1), "0.5", "不能小于 1。"),
        (forms.DecimalField(max_digits=3), "1234", "最多 3 位数字。"),
        (forms.DecimalField(decimal_places=1), "1.25", "小数最多 1 位。"),
        (forms.DecimalField(max_digits=3, decimal_places=2), "12", "小数点前最多 1 位。"),
    ],
)
def test_a_wrong_value_is_told_in_plain_words(field, typed, said):
    """Its own translation spoke of variables, and called a NUL an empty text."""
    with override("zh-hans"), pytest.raises(forms.ValidationError) as wrong:
        field.clean(typed)

    assert wrong.value.messages == [said]
