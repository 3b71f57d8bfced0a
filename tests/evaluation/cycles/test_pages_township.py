"""The township's page: what stands in the sheet, what changed, and its two answers."""

from collections.abc import Iterator
from typing import Any

import pytest

from evaluation.cycles.domain.sheet import declare_inputs, submit
from evaluation.cycles.domain.township import return_sheet
from tests.evaluation.cycles.pages import address, log_in, reread, send, visit
from tests.fixtures.cycles import Town, bring, staged, standing_in


@pytest.fixture(scope="module", autouse=True)
def stage(held_town: Town, django_db_blocker: Any) -> Iterator[Town]:
    with staged(django_db_blocker, held_town, lambda town: bring(town, "SUBMITTED")) as town:
        yield town


def test_confirms_the_sheet(town: Town) -> None:
    path = address(town.evaluation, "township/")
    assert send(town, "township", path, act="confirm").url == address(reread(town))
    assert reread(town).state == "TOWNSHIP_CHECKED"
    page = visit(town, "township", path)
    assert (page.context["may_confirm"], page.context["may_return"]) == (False, False)
    answer = send(town, "township", path, act="confirm")
    assert answer.status_code == 409
    assert answer.context["refusal"].detail in answer.content.decode()


def test_returns_once_with_a_reason_that_stays_visible(town: Town) -> None:
    path, reason = address(town.evaluation, "township/"), "志愿者名册与实际不符"
    answer = send(town, "township", path, act="return", reason=" ")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert reread(town).state == "SUBMITTED"
    send(town, "township", path, act="return", reason=reason)
    assert reread(town).state == "RETURNED"
    for name, rest in (("head", "self/F1/"), ("head", ""), ("township", "township/")):
        assert reason in visit(town, name, address(reread(town), rest)).content.decode()
    with standing_in(town):
        submit(actor=town.actor("head"), evaluation=town.evaluation, pledge=True)
    page = visit(town, "township", path)
    assert (page.context["may_confirm"], page.context["may_return"]) == (True, False)
    again = send(town, "township", path, act="return", reason="还是不符")
    assert again.status_code == 409
    assert again.context["form"]["reason"].value() == "还是不符"


def test_marks_what_changed_since_it_was_returned(town: Town) -> None:
    with standing_in(town):
        return_sheet(actor=town.actor("township"), evaluation=town.evaluation, reason="请核对")
        head = town.actor("head")
        declare_inputs(actor=head, evaluation=town.evaluation, indicator="C17", inputs={"kinds": 2})
        submit(actor=head, evaluation=town.evaluation, pledge=True)
    areas = visit(town, "township", address(reread(town), "township/")).context["areas"]
    changed = [row["line"].indicator.id for area in areas for row in area["rows"] if row["changed"]]
    assert changed == ["C17"]


def test_a_stale_answer_is_refused(town: Town) -> None:
    path, version = address(town.evaluation, "township/"), town.evaluation.version
    sent = {"act": "confirm", "version": version - 1}
    assert log_in(town, "township").post(path, sent).status_code == 412
    assert reread(town).state == "SUBMITTED"
