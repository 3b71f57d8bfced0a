"""The list of a register as a file: what its reader sees, marked, in the trail (X06)."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kernel.audit.models import Entry
from kernel.workdays import clock
from stations.casework.registers import REGISTERS as CASEWORK
from stations.community.registers import REGISTERS as COMMUNITY
from stations.people.registers import REGISTERS as PEOPLE
from stations.projects.registers import REGISTERS as PROJECTS
from stations.records.register.export import lines_of
from stations.records.register.query import rows_of
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import file_child
from tests.fixtures.records import add_worker, file_person, need, supervise, volunteer

CODE = "510402-S001"
DAY = date(2026, 5, 4)
WHY = {"reason": "年度核对"}
REGISTERS = [each for each in (*PEOPLE, *CASEWORK, *COMMUNITY, *PROJECTS) if each.can_export]


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def url(name):
    return reverse(name, args=[CODE], urlconf="config.urls_county")


def rows_in(answer):
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_a_head_takes_out_what_the_list_shows(network, visitor):
    volunteer(network["R001"], DAY, name="李志愿", phone="13900001234", national_number="5104")
    volunteer(network["S002"], DAY, name="他站的人")
    head = visitor("HEAD", CODE)
    assert (
        url("people:volunteers-export") in head.get(url("people:volunteers-list")).content.decode()
    )
    rows = rows_in(head.post(url("people:volunteers-export"), WHY))

    entry = Entry.objects.get(action="list.export")
    assert all(word in rows[0][0] for word in (entry.actor_name, "2026-11-20 12:00", "年度核对"))
    assert rows[1] == ["注册日期", "姓名", "全国志愿服务信息系统编号", "离队日期", "离队原因"]
    assert [row[1:] for row in rows[2:]] == [["李志愿", "5104", "—", "—"]]
    assert entry.after == {"list": "volunteers", "rows": 1, "reason": "年度核对"}
    assert entry.object_uuid == network["S001"].uuid


def test_no_file_without_a_reason_and_none_for_a_worker(network, visitor):
    head, worker = visitor("HEAD", CODE), visitor("WORKER", CODE)
    assert head.post(url("casework:needs-export"), {"reason": ""}).status_code == 422
    assert worker.post(url("casework:needs-export"), WHY).status_code == 403
    page = worker.get(url("casework:needs-list")).content.decode()
    assert url("casework:needs-export") not in page
    assert not Entry.objects.filter(action="list.export").exists()


def test_the_bureau_gets_names_masked_and_minors_not_at_all(network, visitor):
    need(file_person(network["S001"], name="曾大山"), DAY, summary="房屋漏雨")
    need(file_child(network["S001"]), DAY, summary="课后托管")

    rows = rows_in(visitor("BUREAU").post(url("casework:needs-export"), WHY))
    assert len(rows) == 3
    assert "曾**" in str(rows)
    assert not any(word in str(rows) for word in ("曾大山", "房屋漏雨", "吴", "课后托管"))
    whole = rows_in(visitor("HEAD", CODE).post(url("casework:needs-export"), WHY))
    assert all(word in str(whole) for word in ("曾大山", "吴小雨"))


def test_the_filters_of_the_list_hold_for_the_file(network, visitor):
    worker = add_worker("王小芳")
    supervise(worker, network["S001"], DAY, supervisor_name="甲督导")
    supervise(worker, network["S001"], DAY, "SUPPORTIVE", supervisor_name="乙督导")
    head, top = visitor("HEAD", CODE), url("people:supervisions-export")
    listed = head.get(f"{url('people:supervisions-list')}?kind=SUPPORTIVE").content.decode()
    assert f"{top}?kind=SUPPORTIVE" in listed

    rows = rows_in(head.post(f"{top}?kind=SUPPORTIVE", WHY))
    assert ("乙督导" in str(rows), "甲督导" in str(rows)) == (True, False)
    assert len(rows_in(head.post(f"{top}?kind=NONE", WHY))) == 4


@pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.noun)
def test_every_register_gives_lines_even_without_rows(network, system, register):
    assert list(lines_of(register, system, rows_of(register, system, network["S001"]))) == []


def test_reports_of_harm_to_a_child_are_read_one_by_one():
    assert [each.noun for each in (*PEOPLE, *CASEWORK) if not each.can_export] == [
        "protection-reports"
    ]
