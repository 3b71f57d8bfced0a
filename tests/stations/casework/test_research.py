"""De-identified counts for research: nobody's data, no small cell, and the purpose kept (C923)."""

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from kernel.audit.models import Entry
from kernel.workdays import clock
from stations.casework.queries.research import hide_small, research_rows
from tests.conftest import DAY as TODAY
from tests.fixtures.records import belongs, file_person, need, set_level, visit


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def fill(station, number, kind, **given):
    for _ in range(number):
        person = file_person(station, **given)
        belongs(person, kind)
        set_level(person, 2, date(2023, 1, 1))
        visit(person, date(2026, 3, 1))
    return person


def test_counts_by_kind_age_and_level_without_small_cells(network):
    born = {"born_on": date(1950, 1, 1)}
    last = fill(network["S001"], 5, "elder.ALONE", **born)
    need(last, date(2026, 4, 1))
    fill(network["S001"], 4, "illness", **born)
    fill(network["S002"], 1, "elder.ALONE", **born)

    assert list(research_rows(network["S001"], TODAY)) == [
        ("独居老人", "70-79", "2", "5", "5", "<5", "0")
    ]
    assert [row[3] for row in research_rows(network["H001"], TODAY)] == ["6"]
    assert (hide_small(0, 5), hide_small(4, 5), hide_small(5, 5)) == ("0", "<5", "5")


def test_it_is_taken_out_for_a_purpose_that_is_kept(network, visitor):
    fill(network["S001"], 5, "elder.ALONE")
    address = "/casework/510402-S001/research/"
    head = visitor("HEAD", "510402-S001")
    assert "脱敏研究数据" in head.get("/network/510402-S001/?tab=services").content.decode()
    assert head.post(address, {"reason": ""}).status_code == 422
    answer = head.post(address, {"reason": "老年服务供给研究"})

    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    lines = book.get_sheet_by_index(0).to_python()
    assert ["独居老人", "", "2", "5", "5", "0", "0"] in lines
    entry = Entry.objects.filter(action="list.export").get()
    assert entry.after["list"] == "research"
    assert entry.after["reason"] == "老年服务供给研究"
    assert visitor("WORKER", "510402-S001").get(address).status_code == 403
