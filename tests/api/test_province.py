"""The province's figures over the API: shapes, scopes, refusals (api.md, province rows)."""

import pytest

from evaluation.rollup.queries.scope import GROUPS
from kernel.access.models import Role
from tests.evaluation.rollup.rows import make_period, make_spans, make_year

pytestmark = pytest.mark.django_db
PATHS = ("targets", "coverage", "evaluations")


@pytest.fixture
def province(official, api_client):
    """A client of the province's own official."""
    return api_client(official("PROVINCE", "51"), county=None)


def ask(client, path: str, **query):
    return client.get(f"/api/v1/province/{path}", query)


def refusal(answer) -> tuple:
    body = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    return (answer.status_code, body["code"], [error["field"] for error in body["errors"]])


def test_targets_in_full(province):
    make_period("510402", 2021, 1, 4, 7)
    make_spans("510402-H001", ["510402"])
    make_spans("510402-S001", ["510402001"])

    answer = ask(province, "targets", division="510402", year="2021")

    assert answer.status_code == 200
    assert answer.json() == {
        "division": {"code": "510402", "name": "东区"},
        "year": 2021,
        "as_of": "2026-11-20T09:30:00+08:00",
        "rows": [
            {
                "code": "510402",
                "name": "东区",
                "tags": ["SOCIAL_WORK"],
                "hub": {"target": 1, "actual": 1, "gap": 0},
                "station": {"target": 4, "actual": 1, "gap": 3},
                "room": {"target": 7, "actual": 0, "gap": 7},
                "total": {"target": 12, "actual": 2, "gap": 10},
            }
        ],
        "total": {
            "hub": {"target": 1, "actual": 1, "gap": 0},
            "station": {"target": 4, "actual": 1, "gap": 3},
            "room": {"target": 7, "actual": 0, "gap": 7},
            "total": {"target": 12, "actual": 2, "gap": 10},
        },
    }


def test_coverage_in_full(province):
    make_spans("510402-S001", ["510402001", "510402002"])

    body = ask(province, "coverage", division="5104", date="2026-06-30").json()

    assert sorted(body) == ["date", "division", "rows", "total"]
    assert body["date"] == "2026-06-30"
    assert body["rows"][0] == {
        "code": "510402",
        "name": "东区",
        "county": {"due": 1, "served": 0, "ratio": "0.00"},
        "township": {"due": 3, "served": 2, "ratio": "66.67"},
        "village": {"due": 4, "served": 0, "ratio": "0.00"},
    }
    assert body["rows"][1]["township"] == {"due": 0, "served": 0, "ratio": None}
    assert body["total"]["township"] == {"due": 5, "served": 2, "ratio": "40.00"}


def test_evaluations_in_full(province):
    make_year(
        "510402-S001",
        total="87.65",
        grade="GOOD",
        name="炳草岗站",
        areas={"F": {"points": "10.0000", "score": "8.8000"}},
    )

    body = ask(province, "evaluations", division="5104", year="2025", group_by="station").json()

    figures = {
        "stations": 1,
        "reported": 1,
        "reporting_rate": "100.00",
        "on_time": 1,
        "grades": {"EXCELLENT": 0, "GOOD": 1, "PASS": 0, "FAIL": 0},
        "mean_total": "87.6500",
        "mean_areas": {"F": "8.8000"},
        "as_of": "2026-11-20T09:30:00+08:00",
    }
    assert body == {
        "division": {"code": "5104", "name": "攀枝花市"},
        "year": 2025,
        "group_by": "station",
        "as_of": "2026-11-20T09:30:00+08:00",
        "rows": [
            {
                "code": "510402-S001",
                "name": "炳草岗站",
                **figures,
                "state": "FINAL",
                "total": "87.6500",
                "grade": "GOOD",
                "areas": {"F": {"points": "10.0000", "score": "8.8000"}},
            }
        ],
        "total": figures,
    }


def test_left_out_the_division_is_the_widest_one_and_the_group_is_the_county(official, api_client):
    client = api_client(official("PREFECTURE", "5104"), county=None)

    bodies = [ask(client, path).json() for path in PATHS]

    assert [body["division"]["code"] for body in bodies] == ["5104"] * 3
    assert bodies[2]["group_by"] == "county"


@pytest.mark.parametrize("path", PATHS)
def test_a_prefecture_sees_its_own_divisions_only(path, official, api_client):
    client = api_client(official("PREFECTURE", "5104"), county=None)

    seen = [ask(client, path, division=code).status_code for code in ("5104", "510402")]

    assert seen == [200, 200]
    assert refusal(ask(client, path, division="51")) == (404, "not_found", [])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("division", ["52", "510499", "5", "abc", "51%", "51\0", "510402-S001"])
def test_unknown_divisions_and_those_out_of_scope_are_not_found(path, division, province):
    assert refusal(ask(province, path, division=division)) == (404, "not_found", [])


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("targets", {"year": "20a1"}, "year"),
        ("targets", {"year": "21"}, "year"),
        ("targets", {"year": "２０２１"}, "year"),
        ("targets", {"year": "99999"}, "year"),
        ("evaluations", {"year": "-2021"}, "year"),
        ("evaluations", {"group_by": "township"}, "group_by"),
        ("coverage", {"date": "2021-02-30"}, "date"),
        ("coverage", {"date": "20210228"}, "date"),
        ("coverage", {"date": "yesterday"}, "date"),
        ("coverage", {"date": "2021-W05-1"}, "date"),
    ],
)
def test_malformed_values_are_refused_by_name(path, query, field, province):
    answer = ask(province, path, **query)

    assert refusal(answer) == (422, "invalid", [field])
    error = answer.json()["errors"][0]
    assert error["given"] == query[field]
    assert (
        error["allowed"]
        == {
            "year": "2000-2100",
            "date": "YYYY-MM-DD",
            "group_by": list(GROUPS),
        }[field]
    )


@pytest.mark.parametrize("path", PATHS)
def test_without_a_token_or_with_a_countys_nothing_is_told(path, member, api_client):
    bureau = member(Role.BUREAU)
    token = api_client(bureau, county="510402").defaults["HTTP_AUTHORIZATION"]
    anonymous = api_client(None, county=None)

    without = ask(anonymous, path)
    foreign = anonymous.get(f"/api/v1/province/{path}", headers={"authorization": token})

    assert refusal(without) == (401, "no_token", [])
    assert refusal(foreign) == (401, "bad_token", [])


def test_a_provinces_token_is_refused_on_a_county(official, api_client):
    token = api_client(official("PROVINCE", "51"), county=None).defaults["HTTP_AUTHORIZATION"]
    county = api_client(None, county="510402")

    answer = county.get("/api/v1/me", headers={"authorization": token})

    assert refusal(answer) == (401, "bad_token", [])


@pytest.mark.parametrize("path", PATHS)
def test_only_officials_are_let_in(path, official, member, api_client):
    operator = api_client(official("PLATFORM"), county=None)
    bureau = api_client(member(Role.BUREAU), county=None)

    assert [ask(client, path).status_code for client in (operator, bureau)] == [403, 403]


@pytest.mark.parametrize("path", PATHS)
def test_the_county_host_has_no_such_path(path, member, api_client):
    client = api_client(member(Role.BUREAU), county="510402")

    assert ask(client, path).status_code == 404
