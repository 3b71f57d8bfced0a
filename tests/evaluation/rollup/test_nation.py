"""Above the provinces: an official of the nation sees what cells pushed, and own counties."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.rollup.models import CellCounty
from tenants.models import Division
from tests.evaluation.rollup.rows import make_period, make_spans, make_year
from tests.fixtures.counties import make_division

pytestmark = pytest.mark.django_db
AREAS = {"C": {"points": "10", "score": "8"}}
PAGES = ("/", "/targets/", "/coverage/", "/evaluations/", "/records/")
PUSHED = {
    "33": "浙江省",
    "3301": "杭州市",
    "330102": "上城区",
    "330102001": "清波街道",
}


@pytest.fixture
def pushed(counties):
    """Rows of a county that is a tenant elsewhere, beside those of an own one."""
    Division.objects.bulk_create(make_division(code, name) for code, name in PUSHED.items())
    CellCounty.objects.create(county_code="330102", tags=["SOCIAL_WORK"], is_trial=True)
    make_year("330102-S001", total="70", grade="PASS", areas=AREAS)
    make_year("510402-S001", total="90", grade="EXCELLENT", areas=AREAS)
    make_spans("330102-S001", ["330102001"])
    make_period("330102", 2025, 1, 2, 3)


@pytest.fixture
def nation(pushed, official, county_client):
    return county_client(official("PROVINCE", "00"), county=None)


def ask(client, name, **query):
    answer = client.get(f"/api/v1/province/{name}", query)
    assert answer.status_code == 200
    return answer.json()


def test_the_nation_reads_every_province_and_each_of_them(pushed, official, api_client):
    client = api_client(official("PROVINCE", "00"), county=None)

    provinces = ask(client, "evaluations", year=2025, group_by="province")
    one = ask(client, "evaluations", year=2025, division="33", group_by="county")
    covered = ask(client, "coverage", date="2025-12-31")
    targets = ask(client, "targets", year=2025, division="33")

    assert provinces["division"] == {"code": "", "name": "全国"}
    assert [(row["code"], row["name"], row["mean_total"]) for row in provinces["rows"]] == [
        ("33", "浙江省", "70.0000"),
        ("51", "四川省", "90.0000"),
    ]
    assert provinces["total"]["mean_total"] == "80.0000"
    assert [(row["code"], row["stations"]) for row in one["rows"]] == [("330102", 1)]
    assert [(row["code"], row["township"]) for row in covered["rows"]] == [
        ("33", {"due": 1, "served": 1, "ratio": "100.00"}),
        ("51", {"due": 5, "served": 0, "ratio": "0.00"}),
    ]
    assert [(row["tags"], row["station"]["gap"]) for row in targets["rows"]] == [
        (["SOCIAL_WORK"], 1)
    ]


@pytest.mark.parametrize(("role", "division"), [("PREFECTURE", "00"), ("PLATFORM", "")])
def test_only_a_post_of_the_nation_reaches_beyond_a_province(
    role, division, pushed, official, api_client
):
    own = api_client(official(role, division), county=None)
    province = api_client(official("PROVINCE", "51"), county=None)

    refused = own.get("/api/v1/province/targets", {"year": 2025}).status_code
    beyond = province.get("/api/v1/province/targets", {"division": "33"}).status_code

    assert (refused, beyond) == (404 if role == "PREFECTURE" else 403, 404)
    assert ask(province, "targets", year=2025)["division"]["code"] == "51"


@pytest.mark.parametrize("path", PAGES)
def test_pages_answer_for_the_nation_a_province_and_a_county(path, nation):
    found = [nation.get(path, {"division": code}) for code in ("", "33", "3301", "330102")]

    assert [answer.status_code for answer in found] == [200] * 4
    assert "全国" in found[0].content.decode()
    assert all("下辖 1 个县（区）为演示数据" in answer.content.decode() for answer in found)


def test_the_board_of_the_nation_leads_down_to_a_county(nation):
    board = nation.get("/", {"year": "2025"}).content.decode()

    tiles = re.findall(r'<a class="tile [a-z-]+" href="[^"]*division=([0-9]+)', board)
    rows = re.findall(r'<a href="\?division=([0-9]+)', board)
    choices = re.findall(r'<option value="([0-9]*)"[^>]*>', board)
    assert tiles == ["3301", "5104"]
    assert rows == ["33", "51"]
    assert choices[:5] == ["", "33", "3301", "51", "5104"]
    assert "各省市（州）情况" in board


def test_the_path_begins_at_the_nation(nation):
    page = nation.get("/coverage/", {"division": "330102"}).content.decode()

    crumbs = re.findall(r"\?division=([0-9]*)&(?:amp;)?date", page.partition("<h1")[0])
    assert crumbs == ["", "33", "3301"]


def test_the_number_of_queries_does_not_grow_with_provinces(nation):
    counted = []
    for code in ("44", None):
        with CaptureQueriesContext(connection) as queries:
            nation.get("/", {"year": "2025"})
        counted.append(len(queries))
        if code:
            Division.objects.bulk_create(
                make_division(code + more, "x") for more in ("", "01", "0103")
            )
            make_year(f"{code}0103-S001", total="80", grade="GOOD", areas=AREAS)
    assert counted == [20, 20]
