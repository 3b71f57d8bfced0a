"""Who reaches which page: every role, with another station's and county's sheets beside."""

import pytest

from tests.evaluation.cycles.pages import add_year, address, log_in, reread, visit
from tests.fixtures.clients import client_for
from tests.fixtures.cycles import Town, bring

EVERYBODY = (
    *("bureau", "hub", "auditor", "head", "head2", "worker", "agency", "room"),
    *("supervisor", "purchaser", "township", "township2", "r1", "r4"),
)
SEES_ALL = {"bureau", "hub", "auditor"}
SEES_OWN = SEES_ALL | {"head", "worker", "township", "r1"}


def expected(allowed: set[str], forbidden: set[str] = frozenset()) -> dict[str, int]:
    """404 for whom the sheet does not exist, 403 for those who see it and may not."""
    return {
        name: 200 if name in allowed else 403 if name in forbidden else 404 for name in EVERYBODY
    }


PAGES = {
    "": expected(SEES_OWN),
    "self/F1/": expected(SEES_OWN),
    "self/hand-in/": expected(SEES_OWN),
    "facts/C05/": expected(SEES_OWN),
    "township/": expected({"township"}, SEES_OWN),
    "review/": expected({"r1"}, SEES_OWN),
    "manage/": expected({"bureau"}, SEES_OWN),
}


def test_each_role_reaches_what_it_may(town: Town) -> None:
    evaluation = bring(town, "ASSIGNED")
    found = {
        rest: {name: visit(town, name, address(evaluation, rest)).status_code for name in EVERYBODY}
        for rest in PAGES
    }
    assert found == PAGES


def test_nobody_reaches_another_county(town: Town, other_county: Town) -> None:
    evaluation = reread(other_county)
    for rest in PAGES:
        path = address(evaluation, rest)
        found = {name: visit(town, name, path).status_code for name in ("bureau", "head", "r1")}
        assert found == {"bureau": 404, "head": 404, "r1": 404}


def test_without_a_session_every_page_leads_to_the_log_in(town: Town) -> None:
    client = client_for(None, town.county)
    for path in ("/evaluations/", "/cycles/", address(town.evaluation)):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, f"/login/?next={path}")


def rows_of(town: Town, name: str) -> list[tuple[int, str]]:
    rows = visit(town, name, "/evaluations/").context["rows"]
    return [(row["year"], row["station"]["code"]) for row in rows]


def test_the_list_holds_what_one_may_see(town: Town, other_county: Town) -> None:
    bring(town, "ASSIGNED")
    own, both = [(2023, "510402-S001")], [(2023, "510402-S001"), (2023, "510402-S002")]
    found = {name: rows_of(town, name) for name in EVERYBODY}
    assert found == {
        name: both if name in SEES_ALL else own if name in SEES_OWN else [] for name in EVERYBODY
    } | {"head2": both[1:], "township2": both[1:]}


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_for_one_and_for_three(
    town: Town, django_assert_num_queries: object, more: int
) -> None:
    for year in range(2021, 2021 + more):
        add_year(town, year)
    client = log_in(town, "head")
    client.get("/evaluations/")  # host and days are known from now on
    with django_assert_num_queries(6):  # type: ignore[operator]
        answer = client.get("/evaluations/")
    assert len(answer.context["rows"]) == 1 + more


def test_filters_narrow_the_list_and_bad_ones_do_not_break_it(town: Town) -> None:
    add_year(town, 2021)
    for query, count in (
        ("year=2021", 1),
        ("year=1999", 0),
        ("state=SELF_EVAL", 2),
        ("state=FINAL", 0),
        ("year=%E2%91%A0&state=nothing", 2),
    ):
        assert len(visit(town, "head", f"/evaluations/?{query}").context["rows"]) == count


def test_the_result_is_the_bureaus_until_it_is_decided(town: Town) -> None:
    evaluation = bring(town, "RECONCILED")
    totals = {
        name: visit(town, name, address(evaluation)).context["found"]["total"]
        for name in ("bureau", "hub", "head", "township", "r1", "auditor")
    }
    assert totals.pop("bureau") is not None
    assert totals == dict.fromkeys(totals, None)
    rows = visit(town, "head", "/evaluations/").context["rows"]
    assert [(row["total"], row["grade"]) for row in rows] == [(None, None)]


def test_the_tab_of_a_station_shows_its_evaluations_only(town: Town) -> None:
    answer = visit(town, "bureau", "/network/510402-S001/?tab=evaluations")
    rows = answer.context["evaluations"]
    assert [row["station"]["code"] for row in rows] == ["510402-S001"]
    assert "评价" in [str(name) for name, _url, _is in answer.context["tabs"]]
    shown = visit(town, "room", "/network/510402-R001/")
    assert "评价" not in [str(name) for name, _url, _is in shown.context["tabs"]]
