"""The review page: nothing binds me, my grades, and nothing of the others'."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from evaluation.cycles.models import Assignment, ReviewGrade
from kernel.audit.models import Entry
from kernel.tenancy import county_context
from tests.evaluation.cycles.pages import address, log_in, reread, send, visit
from tests.fixtures.cycles import Town, bring, grade_all, staged, standing_in


@pytest.fixture(scope="module", autouse=True)
def stage(held_town: Town, django_db_blocker: Any) -> Iterator[Town]:
    with staged(django_db_blocker, held_town, lambda town: bring(town, "ASSIGNED")) as town:
        yield town


def place(town: Town, name: str) -> Assignment:
    with county_context(town.county):
        return Assignment.objects.get(evaluation=town.evaluation, reviewer=town.uuid(name))


def declare(town: Town, name: str) -> None:
    path = address(reread(town), "review/")
    assert send(town, name, path, act="declare").url == path


def test_the_sheet_opens_after_the_declaration_only(town: Town) -> None:
    path = address(town.evaluation, "review/")
    first = visit(town, "r1", path)
    assert first.templates[0].name == "cycles/review_declare.html"
    assert visit(town, "r1", f"{path}F1/").url == path
    declare(town, "r1")
    assert place(town, "r1").no_conflict_at is not None
    assert place(town, "r2").no_conflict_at is None
    page = visit(town, "r1", path)
    assert page.templates[0].name == "cycles/review.html"
    assert [row["line"].indicator.id for row in page.context["rows"]] == page.context["missing"]
    with county_context(town.county):
        entry = Entry.objects.filter(action="evaluation.grade").first()
    assert entry.after == {"no_conflict": True}


def test_recusing_needs_a_reason_and_closes_the_sheet(town: Town) -> None:
    path = address(town.evaluation, "review/")
    answer = send(town, "r1", path, act="recuse", reason="")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert send(town, "r1", path, act="recuse", reason="与站长是亲属").url == "/evaluations/"
    assert place(town, "r1").recused_reason == "与站长是亲属"
    assert visit(town, "r1", path).status_code == 404


def test_a_grade_is_saved_and_leads_to_the_next_clause(town: Town) -> None:
    declare(town, "r1")
    path = address(reread(town), "review/")
    due = visit(town, "r1", path).context["missing"]
    answer = send(town, "r1", f"{path}{due[0]}/", grade="B", reason="")
    assert answer.url == f"{path}{due[1]}/"
    with county_context(town.county):
        grades = ReviewGrade.objects.values_list("indicator", "grade", "reason")
        assert list(grades) == [(due[0], "B", "")]
    assert visit(town, "r1", path).context["missing"] == due[1:]
    page = visit(town, "r1", f"{path}{due[0]}/")
    assert (page.context["form"]["grade"].value(), page.context["following"]) == ("B", due[1])


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"grade": "A", "reason": ""}, "reason"),
        ({"grade": "E", "reason": "  "}, "reason"),
        ({"grade": "", "reason": "看过现场"}, "grade"),
        ({"grade": "F", "reason": "看过现场"}, "grade"),
    ],
)
def test_a_refused_grade_keeps_what_was_typed(town: Town, data: dict[str, str], wrong: str) -> None:
    declare(town, "r1")
    answer = send(town, "r1", address(reread(town), "review/F1/"), **data)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert wrong in form.errors
    assert {key: form[key].value() for key in data} == data
    with county_context(town.county):
        assert ReviewGrade.objects.count() == 0


def test_the_letters_say_what_they_are_worth(town: Town) -> None:
    declare(town, "r1")
    form = visit(town, "r1", address(reread(town), "review/F1/")).context["form"]
    assert [text for _id, text in form.fields["grade"].choices] == [
        "A · 得该项分值的100%，须说明理由",
        "B · 得该项分值的80%",
        "C · 得该项分值的60%",
        "D · 得该项分值的30%",
        "E · 得该项分值的0%，须说明理由",
    ]


def test_what_takes_no_grade_has_no_page(town: Town) -> None:
    declare(town, "r1")
    assert visit(town, "r1", address(reread(town), "review/S1/")).status_code == 404
    assert visit(town, "r1", address(reread(town), "review/X9/")).status_code == 404


def test_finishing_lists_what_is_missing_and_then_closes(town: Town) -> None:
    declare(town, "r1")
    path = address(reread(town), "review/")
    due = visit(town, "r1", path).context["missing"]
    answer = send(town, "r1", path, act="finish")
    assert answer.status_code == 422
    assert [each.field for each in answer.context["refusal"].errors] == [
        f"{each}.grade" for each in due
    ]
    with standing_in(town):
        grade_all(town, "r1")
    assert send(town, "r1", path, act="finish").url == path
    assert place(town, "r1").finished_at is not None
    answer = send(town, "r1", f"{path}{due[0]}/", grade="C", reason="")
    assert answer.status_code == 409
    assert answer.context["form"]["grade"].value() == "C"


def test_no_page_tells_of_others_grades_before_all_have_finished(town: Town) -> None:
    declare(town, "r1")
    secret = "只有二号评审人员写过的话"
    with standing_in(town):
        grade_all(town, "r2")
        ReviewGrade.objects.filter(assignment__reviewer=town.uuid("r2")).update(reason=secret)
    evaluation = reread(town)
    before = visit(town, "r1", address(evaluation, "review/F1/")).context["version"]
    with standing_in(town):
        grade_all(town, "r2", "C")
    for rest in ("", "review/", "review/F1/", "self/F1/"):
        page = visit(town, "r1", address(evaluation, rest))
        assert secret not in page.content.decode()
        assert not re.search(town.users["r2"].display_name + r"\b", page.content.decode())
    assert visit(town, "r1", address(evaluation, "review/F1/")).context["version"] == before
    scores = visit(town, "r1", address(evaluation)).context["found"]["scores"]
    assert scores["F1"]["state"] == "MISSING"


def test_two_reviewers_do_not_disturb_each_other(town: Town) -> None:
    declare(town, "r1")
    path = address(reread(town), "review/F1/")
    version = visit(town, "r1", path).context["version"]
    with standing_in(town):
        grade_all(town, "r2")
    answer = log_in(town, "r1").post(path, {"grade": "B", "reason": "", "version": version})
    assert answer.status_code == 302
