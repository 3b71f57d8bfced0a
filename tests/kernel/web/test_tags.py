"""Figures, deadlines and personal data as templates show them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation

from kernel.listing import list_words
from kernel.web.templatetags.web import (
    due_tone,
    masked,
    message_tone,
    percent,
    score,
    workdays_left,
)
from kernel.workdays.clock import frozen
from kernel.workdays.models import Workday

FRIDAY = date(2030, 1, 4)  # a year without a notice: Monday to Friday


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(2675, 1000), 2, "2.68"),
        (Fraction(-1, 200), 2, "-0.01"),
        (Fraction(2, 3), 4, "0.6667"),
        (Decimal("89.995"), 2, "90.00"),
        ("2.8500", 2, "2.85"),
        (100, 2, "100.00"),
        (0, 2, "0.00"),
        (None, 2, "—"),
        ("", 2, "—"),
    ],
)
def test_scores_are_half_up_and_exact(value: Any, places: int, shown: str) -> None:
    assert score(value, places) == shown


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (date(2030, 1, 4), "今天到期", "warn"),
        (date(2030, 1, 5), "剩 0 个工作日", "warn"),
        (date(2030, 1, 9), "剩 3 个工作日", "warn"),
        (date(2030, 1, 10), "剩 4 个工作日", "ok"),
        (date(2030, 1, 3), "逾期 1 个工作日", "bad"),
        (date(2029, 12, 28), "逾期 5 个工作日", "bad"),
        (None, "", "idle"),
    ],
)
def test_deadlines_count_working_days(db: None, due: date | None, words: str, tone: str) -> None:
    with frozen(FRIDAY):
        assert (workdays_left(due), due_tone(due)) == (words, tone)


def test_a_holiday_is_no_working_day(db: None) -> None:
    from django.core.cache import cache

    Workday.objects.create(day=date(2030, 1, 7), is_workday=False, source="test")
    cache.clear()
    with frozen(FRIDAY):
        assert workdays_left(date(2030, 1, 9)) == "剩 2 个工作日"
    cache.clear()


def test_personal_data_is_masked() -> None:
    assert masked("王小明", "name") == "王**"
    assert masked("510402199001011234", "id_number").count("*") >= 8
    assert masked("13800138000", "phone") == "138******00"
    assert masked("", "phone") == ""


def test_percent_of_nothing_is_nothing() -> None:
    assert [percent(1, 3), percent("2.5", 5), percent(1, 0), percent("", 5)] == [33, 50, 0, 0]


def test_message_levels_have_tones() -> None:
    levels = ["success", "warning", "error", "info", "debug"]
    assert [message_tone(level) for level in levels] == ["ok", "warn", "bad", "info", "info"]


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "站长、社工"), ("en", "站长, 社工")])
def test_words_side_by_side_follow_the_language(language: str, said: str) -> None:
    with translation.override(language):
        assert list_words(["站长", "社工"]) == said
