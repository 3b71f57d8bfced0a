"""The province's pages: the API's figures, scopes, what is left open said in words."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from evaluation.cycles.queries.rolled import state_label
from evaluation.rollup.models import CountyPeriod
from kernel.access.models import Role
from kernel.workdays.queries import is_workday
from tenants.models import County
from tests.evaluation.rollup.rows import AS_OF, make_period, make_spans, make_year

pytestmark = pytest.mark.django_db
# Hub, station, room and sum of 东区: target, actual, gap.
EAST = ["1", "1", "0", "4", "1", "3", "7", "0", "7", "12", "2", "10"]
PAGES = ("/", "/targets/", "/coverage/", "/evaluations/", "/records/")
AREAS = {"F": {"points": "10.0000", "score": "8.8000"}}


@pytest.fixture
def client(official, county_client):
    """The province's own official."""
    return county_client(official("PROVINCE", "51"), county=None)


@pytest.fixture
def prefecture(official, county_client):
    return county_client(official("PREFECTURE", "5104"), county=None)


def text(answer) -> str:
    """The page's main part as one line of words."""
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main.partition(">")[2]).split())


def cells(answer, part: str = "tbody") -> list[list[str]]:
    """The rows of the page's first table, words only."""
    table = answer.content.decode().partition(f"<{part}")[2].partition(f"</{part}>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.S)
    return [
        [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in found]
        for found in (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows)
    ]


def test_the_table_of_annex_1(client):
    make_period("510402", 2021, 1, 4, 7)
    make_spans("510402-H001", ["510402"])
    make_spans("510402-S001", ["510402001"])

    answer = client.get("/targets/", {"division": "5104", "year": "2021"})

    assert cells(answer)[:2] == [
        [
            "2021",
            "东区 省级社会工作服务试点区",
            *["1", "1", "0", "4", "1", "3", "7", "0", "7", "12", "2", "10"],
        ],
        ["2021", "西区", *["—", "0", "—", "—", "0", "—", "—", "0", "—", "—", "0", "—"]],
    ]
    assert cells(answer, "tfoot") == [["2021", "合计", *EAST]]
    assert answer.context["as_of"] == AS_OF


def test_targets_open_with_the_latest_year_that_has_some(client):
    make_period("510402", 2021, 1, 4, 7)
    make_period("510402", 2023, 1, 4, 7)
    CountyPeriod.objects.create(county_code="510402", year=2024, counters={"visits": 1})

    assert client.get("/targets/").context["year"] == 2023


def test_coverage_of_a_day(client):
    make_spans("510402-S001", ["510402001", "510402002"])

    answer = client.get("/coverage/", {"division": "510402", "date": "2026-06-30"})

    assert [row[:1] + row[4:7] for row in cells(answer)] == [
        ["大渡口街道", "1", "1", "100.00%"],
        ["炳草岗街道", "1", "1", "100.00%"],
        ["银江镇", "1", "0", "0.00%"],
    ]
    assert cells(answer, "tfoot") == [
        ["合计", *["0", "0", "—", "3", "2", "66.67%", "4", "0", "0.00%"]],
    ]


def test_below_a_village_there_is_nothing(client):
    page = text(client.get("/coverage/", {"division": "510402001001", "date": "2026-06-30"}))

    assert "没有下级区划" in page


def test_a_county_that_has_not_reported_shows_no_zeros(client):
    make_year("510402-S001", total="91.5", grade="EXCELLENT", areas=AREAS)
    make_year("510421-S001")

    rows = cells(client.get("/evaluations/", {"division": "5104", "year": "2025"}))

    assert rows[0] == ["东区", "1", "1", "100.00%", "1", "1", "0", "0", "0", "91.50", "8.80"]
    assert rows[1] == ["西区", "0", "未报", "—", "—", "—", "—", "—", "—", "—", "—"]
    assert rows[3] == ["米易县", "1", "未报", "—", "—", "—", "—", "—", "—", "—", "—"]


def test_stations_with_their_results(client):
    make_year("510402-S001", total="91.5", grade="EXCELLENT", areas=AREAS, name="大渡口站")
    make_year("510402-S002", state="REVIEWING", reported=True, name="炳草岗站")

    answer = client.get("/evaluations/", {"year": "2025", "group_by": "station"})

    assert cells(answer) == [
        ["大渡口站 510402-S001", state_label("FINAL"), "91.50", "优秀", "8.80"],
        ["炳草岗站 510402-S002", state_label("REVIEWING"), "—", "—", "—"],
    ]
    assert cells(answer, "tfoot") == [["合计", "已报 2/2", "平均 91.50", "", "8.80"]]


def test_the_board_says_what_is_not_reported_and_that_it_is_no_map(client):
    make_year("510402-S001", total="91.5", grade="EXCELLENT")
    make_year("510421-S001", state="REVIEWING", reported=True)
    make_year("510421-S002")

    page = text(client.get("/", {"year": "2025"}))

    assert (
        "非地图，不表示行政区域界线和位置关系。 攀枝花市 "
        "东区 平均 91.50 已报 1/1 西区 未报 仁和区 未报 米易县 评审中 已报 1/2 盐边县 未报 年度评价"
    ) in page
    assert "平均得分 91.50 分 上报率 66.67%，已审定 1 个 上年: —" in page


def test_each_figure_of_the_board_leads_to_its_list(client):
    answer = client.get("/", {"division": "5104", "year": "2025"})

    links = re.findall(r'class="stat-value"><a href="([^"]*)"', answer.content.decode())
    assert [link.replace("&amp;", "&") for link in links[:6]] == [
        "/targets/?division=5104&year=2025",
        "/targets/?division=5104&year=2025",
        "/targets/?division=5104&year=2025",
        "/coverage/?division=5104&date=2025-12-31",
        "/evaluations/?division=5104&year=2025&group_by=station",
        "/evaluations/?division=5104&year=2025&group_by=county",
    ]
    assert {client.get(link.replace("&amp;", "&")).status_code for link in links} == {200}


def test_the_board_compares_with_the_year_before(client):
    make_period("510402", 2025, 1, 4, 7)
    make_spans("510402-S001", ["510402001"])
    make_spans("510402-S002", ["510402002"], date(2025, 3, 1))
    CountyPeriod.objects.filter(year=2025).update(counters={"visits": 1200}, counted_at=AS_OF)
    CountyPeriod.objects.create(county_code="510402", year=2024, counters={"visits": 800})

    page = text(client.get("/", {"year": "2025"}))

    assert "乡镇（街道）站 2 个 目标 4，差额 2 上年: 1" in page
    assert "乡镇（街道）覆盖率 40.00 % 5 个乡镇（街道）中已覆盖 2 个 上年: 20.00%" in page
    assert "走访探视 1200 人次 上年: 800" in page


def test_the_board_measures_against_the_latest_target_set(client):
    make_period("510402", 2021, 1, 4, None)
    make_period("510402", 2027, 9, 9, 9)
    make_spans("510402-S001", ["510402001"])

    page = text(client.get("/", {"year": "2025"}))

    assert "县（区）总站 0 个 2021 年目标 1，差额 1 上年: 0" in page
    assert "乡镇（街道）站 1 个 2021 年目标 4，差额 3 上年: 1" in page
    assert "村（社区）室 0 个 未下达目标 上年: 0" in page


def test_overdue_counties_are_named_the_longest_first(client):
    make_year("510402-S001", due_on=date(2026, 2, 10))
    make_year("510402-S002", due_on=date(2026, 1, 10), reported=True, state="REVIEWING")
    make_year("510421-S001", due_on=date(2026, 1, 5))
    make_year("510421-S002", due_on=date(2100, 1, 5))

    page = text(client.get("/", {"year": "2025"}))

    overdue = page.partition("今日逾期")[2]
    assert re.findall(r"(米易县|东区) 2025 (\d) (\d)", overdue) == [
        ("米易县", "1", "0"),
        ("东区", "1", "1"),
    ]


def test_records_by_county(client):
    CountyPeriod.objects.create(
        county_code="510402",
        year=2025,
        counters={"visits": 1200, "calls": 340, "volunteers": 30},
        counted_at=AS_OF,
    )

    answer = client.get("/records/", {"division": "5104", "year": "2025"})

    assert cells(answer)[0] == ["东区", "1200", "340", "30", *["—"] * 4, "2026-11-20 09:30"]
    assert cells(answer)[1] == ["西区", *["—"] * 8]
    assert cells(answer, "tfoot") == [["合计", "1200", "340", "30", *["—"] * 4, ""]]


@pytest.mark.parametrize("path", PAGES)
def test_demonstrations_are_marked(path, client):
    assert "演示" not in text(client.get(path, {"division": "5104"}))
    County.objects.filter(code="510402").update(is_trial=True)

    page = text(client.get(path, {"division": "5104"}))

    assert "下辖 1 个县（区）为演示数据" in page
    assert "东区 演示" in page


@pytest.mark.parametrize("path", [*PAGES, "/targets/export/"])
def test_scope_and_malformed_values(path, prefecture):
    status = {
        "in": prefecture.get(path, {"division": "510402"}).status_code,
        "above": prefecture.get(path, {"division": "51"}).status_code,
        "unknown": prefecture.get(path, {"division": "x"}).status_code,
        "year": prefecture.get(path, {"year": "x", "date": "x"}).status_code,
    }

    assert status == {"in": 200, "above": 404, "unknown": 404, "year": 422}


@pytest.mark.parametrize("path", [*PAGES, "/targets/export/"])
def test_only_officials_enter(path, official, member, county_client):
    nobody = county_client(None, county=None).get(path)
    bureau = county_client(member(Role.BUREAU), county=None).get(path)
    operator = county_client(official("PLATFORM"), county=None).get(path)

    assert [nobody.status_code, bureau.status_code, operator.status_code] == [302, 403, 403]
    assert nobody.headers["Location"].startswith("/login/")


@pytest.mark.parametrize("path", [*PAGES, "/targets/export/"])
def test_pages_only_read(path, client):
    assert client.post(path).status_code == 405


def test_a_county_exports_its_own_line_only(member, county_client):
    make_period("510402", 2021, 1, 4, 7)
    make_period("510421", 2022, 1, 3, 9)
    bureau = county_client(member(Role.BUREAU))

    answer = bureau.get("/targets/export/", {"division": "510421"})

    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    assert [row[:5] for row in sheet.to_python()[4:]] == [
        ["2021年", "东区(省级社会工作服务试点区)", 1, 0, 1],
        ["2021年", "合计", 1, 0, 1],
    ]


def test_who_exports_in_a_county(member, county_client):
    status = {
        role: county_client(member(role)).get("/targets/export/").status_code
        for role in ("BUREAU", "HUB_STAFF", "AUDITOR", "WORKER", "TOWNSHIP", "REVIEWER")
    }

    assert status == {
        **dict.fromkeys(("BUREAU", "HUB_STAFF", "AUDITOR"), 200),
        **dict.fromkeys(("WORKER", "TOWNSHIP", "REVIEWER"), 403),
    }


def test_a_prefecture_chooses_among_its_own(prefecture, client):
    offered = r'<option value="([0-9]+)"'
    own = re.findall(offered, prefecture.get("/coverage/").content.decode())
    all_of_them = re.findall(offered, client.get("/coverage/").content.decode())

    assert own == ["5104", "510402", "510403", "510411", "510421", "510422"]
    assert all_of_them == ["51", *own]


@pytest.mark.parametrize(
    ("path", "expected"),
    # Session, user and posts; the division and its path, trial counties, the form's choices;
    # then one statement a table: the board has nine tables of two years, and three lists.
    [("/", 23), ("/targets/", 10), ("/coverage/", 8), ("/evaluations/", 12), ("/records/", 10)],
)
def test_the_number_of_queries_does_not_grow_with_counties(path, expected, client):
    make_year("510402-S001", total="91.5", grade="EXCELLENT", areas=AREAS)
    make_period("510402", 2025, 1, 4, 7)
    is_workday(date(2026, 1, 5))  # the days off are known from now on
    for stations in (["510421-S001", "510422-S001", "510403-S001"], []):
        with CaptureQueriesContext(connection) as queries:
            client.get(path, {"division": "51"})
        assert len(queries) == expected
        for station in stations:
            make_year(station, total="80", grade="GOOD", areas=AREAS, due_on=date(2026, 1, 1))
            make_spans(station, [f"{station[:6]}100"])
            make_period(station[:6], 2025, 1, 1, 1)
