"""Annex 1 as an Excel file, read back cell by cell."""

from io import BytesIO

from django.utils.translation import override
from python_calamine import CalamineWorkbook

from evaluation.reports.domain.target_table import write_target_table
from tests.evaluation.rollup.rows import AS_OF


def cell(target: int | None, actual: int, gap: int | None) -> dict:
    return {"target": target, "actual": actual, "gap": gap}


TABLE = {
    "division": {"code": "5104", "name": "攀枝花市"},
    "year": 2021,
    "as_of": AS_OF,
    "rows": [
        {
            "code": "510402",
            "name": "东区",
            "tags": ["SOCIAL_WORK"],
            "hub": cell(1, 1, 0),
            "station": cell(4, 5, -1),
            "room": cell(None, 2, None),
            "total": cell(5, 8, -1),
        },
        {
            "code": "510403",
            "name": "=1+1",
            "tags": ["COMMUNITY_GOVERNANCE"],
            "hub": cell(None, 0, None),
            "station": cell(None, 0, None),
            "room": cell(None, 0, None),
            "total": cell(None, 0, None),
        },
    ],
    "total": {
        "hub": cell(1, 1, 0),
        "station": cell(4, 5, -1),
        "room": cell(None, 2, None),
        "total": cell(5, 8, -1),
    },
}


def read(table: dict) -> list[list]:
    with override("zh-hans"):
        content = write_target_table(table)
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.sheet_names == ["2021"]
    return book.get_sheet_by_index(0).to_python()


def test_every_cell():
    rows = read(TABLE)

    assert rows[0][0] == "攀枝花市2021年社会工作服务站（室）建设任务表"
    assert rows[1][0] == "单位：个  数据截至 2026-11-20 09:30"
    heads = ["县（区）总站", "乡镇（街道）站", "村（社区）室", "小计"]
    assert rows[2] == ["时间", "县（区）", *(text for head in heads for text in (head, "", ""))]
    assert rows[3] == ["", "", *["目标", "实有", "差额"] * 4]
    assert rows[4:] == [
        ["2021年", "东区(省级社会工作服务试点区)", 1, 1, 0, 4, 5, -1, "", 2, "", 5, 8, -1],
        ["2021年", "=1+1(省级城乡社区治理试点县)", "", 0, "", "", 0, "", "", 0, "", "", 0, ""],
        ["2021年", "合计", 1, 1, 0, 4, 5, -1, "", 2, "", 5, 8, -1],
    ]


def test_an_empty_table_has_its_headings_and_no_time():
    nothing = cell(None, 0, None)
    total = dict.fromkeys(("hub", "station", "room", "total"), nothing)

    rows = read({**TABLE, "as_of": None, "rows": [], "total": total})

    assert rows[1][0] == "单位：个"
    assert rows[4:] == [["2021年", "合计", *["", 0, ""] * 4]]
