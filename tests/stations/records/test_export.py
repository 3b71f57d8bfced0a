"""A list as a file: the mark on it, the trail of it, what is refused (X06)."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from kernel.audit.models import Entry
from kernel.errors import Invalid
from kernel.workdays import clock
from stations.records.export import answer_file, export_list
from stations.records.forms import TEXT_HINT, FreeText, warn_of_secrets
from tests.conftest import DAY as TODAY


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def take_out(actor, station, **changes):
    facts = {
        "noun": "things", "title": "名单", "headings": ["姓名", "站点"],
        "lines": (line for line in [["曾*", "甲"], ["=1+1", "乙"]]), "reason": "核对",
    }  # fmt: skip
    return export_list(actor=actor, station=station, **(facts | changes))


def test_every_sheet_says_who_when_and_why(network, actor):
    head = actor("HEAD")
    content = take_out(head, network["S001"])
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    rows = sheet.to_python()

    assert sheet.name == "名单"
    for word in (head.name, "2026-11-20 12:00", "核对"):
        assert word in rows[0][0], word
    assert rows[1] == ["姓名", "站点"]
    assert rows[2:] == [["曾*", "甲"], ["=1+1", "乙"]]
    with ZipFile(BytesIO(content)) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert head.name in xml[xml.index("<oddHeader>") : xml.index("</oddHeader>")]
    assert "核对" in xml[xml.index("<oddFooter>") : xml.index("</oddFooter>")]


def test_the_trail_knows_the_list_the_count_and_the_reason(network, actor):
    take_out(actor("HEAD"), network["S001"])
    entry = Entry.objects.get(action="list.export")
    assert entry.after == {"list": "things", "rows": 2, "reason": "核对"}
    assert entry.object_uuid == network["S001"].uuid
    assert "曾" not in str(entry.after)


def test_an_empty_list_is_a_file_too(network, actor):
    content = take_out(actor("HEAD"), network["S001"], lines=[])
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert Entry.objects.get(action="list.export").after["rows"] == 0


@pytest.mark.parametrize("reason", ["", " ", "x" * 201, "电话13900000000"])
def test_no_file_without_a_reason(network, actor, reason):
    with pytest.raises(Invalid) as refused:
        take_out(actor("HEAD"), network["S001"], reason=reason)
    assert refused.value.errors[0].field == "reason"
    assert not Entry.objects.filter(action="list.export").exists()


def test_the_longest_reason_fits_the_printed_page(network, actor):
    content = take_out(actor("HEAD"), network["S001"], reason="因" * 200)
    with ZipFile(BytesIO(content)) as book:
        assert "因" * 200 in book.read("xl/worksheets/sheet1.xml").decode()


def test_the_download_is_kept_nowhere_and_names_nobody():
    answer = answer_file(b"x", "persons")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="persons-2026-11-20.xlsx"'


def test_the_hint_stands_once_beside_what_is_said_already():
    field = FreeText(help_text="按原话记录。")
    warn_of_secrets(field)
    assert str(field.help_text) == f"按原话记录。 {TEXT_HINT}"
