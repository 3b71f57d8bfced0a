"""Refusals in the reader's language: every word scoring uses is translated."""

from pathlib import Path

from django.utils import translation

from evaluation.rubrics.cases import case_files, read_cases, run_case
from evaluation.rubrics.queries import refusal_texts
from evaluation.scoring import Allowed, Refusal

CASES = Path(__file__).parents[2] / "cases"
RANGE = Refusal(
    "C05.steps", "out of range", 5, Allowed("a whole number from %(min)s to %(max)s", min=0, max=4)
)


def test_a_refusal_is_said_in_chinese_with_its_values() -> None:
    with translation.override("zh-hans"):
        assert refusal_texts(RANGE) == ("超出允许范围", "0至4的整数")


def test_a_refusal_is_said_in_english_as_scoring_says_it() -> None:
    with translation.override("en"):
        assert refusal_texts(RANGE) == ("out of range", "a whole number from 0 to 4")


def test_every_refusal_of_the_cases_is_translated() -> None:
    refusals = [
        refusal
        for file in case_files(CASES)
        for case in read_cases(file)
        for refusal in run_case(case).refusals
    ]
    said = {each.message for each in refusals}
    allowed = {each.allowed.template for each in refusals if each.allowed.values}

    assert len(said) >= 20
    assert len(allowed) >= 8
    with translation.override("zh-hans"):
        assert [each for each in sorted(said | allowed) if translation.gettext(each) == each] == []
