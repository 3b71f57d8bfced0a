"""Addresses of the evaluation's pages, for tasks and answers that point to them."""

from typing import Any

CYCLES = "/cycles/"
EVALUATION = "/evaluations/{evaluation}/"
SELF_EVAL = "/evaluations/{evaluation}/self/"
TOWNSHIP = "/evaluations/{evaluation}/township/"
REVIEW = "/evaluations/{evaluation}/review/"
MANAGE = "/evaluations/{evaluation}/manage/"
FACTS = "/evaluations/{evaluation}/facts/{indicator}/"


def address(page: str, evaluation: Any, indicator: str = "") -> str:
    """The address of a page of one evaluation (by its UUID)."""
    return page.format(evaluation=evaluation, indicator=indicator)
