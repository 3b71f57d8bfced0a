"""The pages of custody: minors' files, hand-out, purge, export, the log; and the hint (C41b)."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kernel.audit.models import Entry
from kernel.crypto import mask_name
from kernel.workdays import clock
from stations.casework.case_forms import DocumentForm, FoundForm, ReasonForm
from stations.casework.domain import grant_request
from stations.casework.forms import VisitForm
from stations.casework.models import (
    ArchiveLoan,
    Beneficiary,
    DataRequest,
    FileOpening,
    ProcessingActivity,
    Visit,
)
from stations.casework.registers import CUSTODY, REGISTERS
from stations.records.forms import TEXT_HINT
from stations.records.register.withdrawal import WithdrawForm
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import (
    a_disposal,
    a_loan,
    a_request,
    a_volume,
    an_activity,
    an_opening,
    file_child,
)
from tests.fixtures.records import a_case, file_person, need, noon, visit

S001 = "510402-S001"
DAY = date(2023, 5, 4)
STATION = {"scope_kind": "STATION"}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def head(network, visitor):
    return visitor("HEAD", S001, **STATION)


@pytest.fixture
def worker(network, visitor):
    return visitor("WORKER", S001, **STATION)


@pytest.fixture
def bureau(network, visitor):
    return visitor("BUREAU")


@pytest.fixture
def child(network):
    return file_child(network["S001"])


def page(name, *args):
    return reverse(f"casework:{name}", "config.urls_county", args=[S001, *args])


def text_of(answer):
    return answer.content.decode()


def test_a_child_s_row_is_masked_and_the_page_says_how_to_open_it(child, worker, head):
    need(child, DAY, summary="课后托管")
    listed = text_of(worker.get(page("persons")))
    assert "吴**" in listed
    assert "吴小雨" not in listed
    closed = text_of(worker.get(page("person", child.uuid)))
    assert "吴小雨" not in closed
    assert "课后托管" not in closed
    assert page("person-open", child.uuid) in closed
    assert "吴小雨" in text_of(head.get(page("persons")))
    assert "课后托管" in text_of(head.get(page("person", child.uuid)))


def test_a_worker_opens_the_file_and_reads_it(child, worker):
    need(child, DAY, summary="课后托管")
    refused = worker.post(page("person-open", child.uuid), {"reason": ""})
    assert refused.status_code == 422
    opened = worker.post(page("person-open", child.uuid), {"reason": "值班处理求助"})

    assert opened.url == page("person", child.uuid)
    assert "课后托管" in text_of(worker.get(page("person", child.uuid)))
    assert FileOpening.objects.get().reason == "值班处理求助"


def test_nothing_of_a_closed_file_is_entered_or_listed(child, worker):
    visit(child, DAY)
    for name in ("person-edit", "kind-new", "level-new", "consent-new", "person-reveal"):
        assert worker.get(page(name, child.uuid)).status_code == 403, name
    assert "吴" not in text_of(worker.get(page("visits")))
    assert "吴" not in text_of(worker.get(page("visit-new")))
    assert "吴" not in text_of(worker.get(page("needs-new")))
    found = worker.post(page("persons"), {"search": "吴小雨"})
    assert str(child.uuid) not in text_of(found)


def test_a_case_of_a_child_is_seen_without_name_and_title(child, worker, visitor):
    case = a_case(child, DAY, title="家庭监护缺失")
    supervisor = visitor("SUPERVISOR", S001, **STATION)
    for browser in (worker, supervisor):
        shown = text_of(browser.get(page("case", case.uuid)))
        assert "吴小雨" not in shown
        assert "家庭监护缺失" not in shown
        assert page("person-open", child.uuid) in shown
    supervisor.post(page("person-open", child.uuid), {"reason": "督导个案"})
    assert "家庭监护缺失" in text_of(supervisor.get(page("case", case.uuid)))


def test_the_head_names_who_is_responsible(child, head, network, actor):
    named = actor("WORKER")
    form = text_of(head.get(page("person-responsible", child.uuid)))
    assert named.name in form
    head.post(page("person-responsible", child.uuid), {"user": str(named.user_uuid)})
    assert Beneficiary.objects.get(pk=child.pk).responsible_uuid == named.user_uuid


def test_filing_takes_the_notice_and_a_told_day_of_birth(worker):
    form = text_of(worker.get(page("person-new")))
    assert "您有权了解" in form
    sent = {
        "household": "new", "name": "吴小雨", "division_code": "510402001001",
        "born_on": "2015-01-02", "notice_given": "on",
    }  # fmt: skip
    assert worker.post(page("person-new"), sent).status_code == 302
    made = Beneficiary.objects.get(name="吴小雨")
    assert (made.born_on, made.notice_given_on) == (date(2015, 1, 2), TODAY)
    assert made.responsible_name


def test_the_notice_is_noted_on_an_older_file(network, worker):
    person = file_person(network["S001"])
    assert page("person-notice", person.uuid) in text_of(worker.get(page("person", person.uuid)))
    worker.post(page("person-notice", person.uuid), {"on": TODAY.isoformat()})
    shown = text_of(worker.get(page("person", person.uuid)))
    assert page("person-notice", person.uuid) not in shown


def test_a_request_is_taken_in_granted_and_handed_out_once(network, worker, bureau):
    person = file_person(network["S001"], name="曾大山")
    visit(person, DAY, note="见到本人")
    sent = {
        "beneficiary": str(person.uuid), "kind": "TAKE_OUT", "asked_by": "SELF",
        "asked_on": TODAY.isoformat(), "details": "",
    }  # fmt: skip
    assert worker.post(page("data-requests-new"), sent).status_code == 302
    request = DataRequest.objects.get()
    address = page("data-request-file", request.uuid)
    early = worker.post(address, {"checked": "on"})
    assert early.status_code == 422
    assert "曾大山" not in text_of(bureau.get(page("data-requests-list")))
    assert "曾*" in text_of(bureau.get(page("data-requests-new")))
    assert bureau.post(page("data-requests-grant", request.uuid), {"answer": ""}).status_code == 302
    assert worker.post(address, {"checked": ""}).status_code == 422

    made = worker.post(address, {"checked": "on"})
    assert made.headers["Content-Type"] == "application/zip"
    assert made.headers["Cache-Control"] == "no-store"
    with ZipFile(BytesIO(made.content)) as archive:
        assert "见到本人" in archive.read("personal-data.json").decode()
    again = worker.post(address, {"checked": "on"})
    assert again.status_code == 422
    assert DataRequest.objects.get().state == "DONE"


def test_a_refused_erasure_says_why(network, worker, bureau):
    person = file_person(network["S001"])
    request = a_request(person, DAY, "ERASE")
    answer = bureau.post(page("data-requests-grant", request.uuid), {"answer": ""})
    assert answer.status_code == 422
    assert "档案" in text_of(answer)


@pytest.mark.parametrize("by", ["person", "case"])
def test_a_text_is_purged_by_place_and_day(network, head, visitor, by):
    person = file_person(network["S001"])
    case = a_case(person, DAY, title="某部队家属")
    made = visit(person, DAY, note="某部队番号")
    browser = head if by == "person" else visitor("SUPERVISOR", S001, **STATION)
    root, row, field = (person, made, "note") if by == "person" else (case, case, "title")
    address = page(f"{by}-purge", root.uuid)
    form = text_of(browser.get(address))
    key = f"{row._meta.label_lower}:{row.uuid}:{field}"
    assert key in form
    assert "部队" not in form

    assert browser.post(address, {"field": key, "reason": "涉军"}).status_code == 302
    row.refresh_from_db()
    assert "部队" not in getattr(row, field)
    assert Entry.objects.filter(action="text.purge").count() == 1
    assert browser.post(address, {"field": key, "reason": "涉军"}).status_code == 422


def rows_of(answer):
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    return sheet.to_python()


def test_the_persons_list_is_exported_with_who_when_and_why(network, child, head):
    file_person(network["S001"], name="曾大山", phone="13900000000", id_number="510402195003020013")
    assert head.post(page("persons-export"), {"reason": " "}).status_code == 422
    answer = head.post(page("persons-export"), {"reason": "年度核对 & 上报"})

    rows = rows_of(answer)
    who = Entry.objects.get(action="list.export")
    assert who.actor_name in rows[0][0]
    assert "2026-11-20 12:00" in rows[0][0]
    assert "年度核对 & 上报" in rows[0][0]
    assert {row[0] for row in rows[2:]} == {"曾大山", "吴小雨"}
    assert "13900000000" not in str(rows)
    assert "510402195003020013" not in str(rows)
    assert who.after == {"list": "persons", "rows": 2, "reason": "年度核对 & 上报"}
    with ZipFile(BytesIO(answer.content)) as book:
        printed = book.read("xl/worksheets/sheet1.xml").decode()
    header = printed[printed.index("<oddHeader>") : printed.index("</oddHeader>")]
    footer = printed[printed.index("<oddFooter>") : printed.index("</oddFooter>")]
    assert who.actor_name in header
    assert "年度核对 &amp;&amp; 上报" in footer


def test_the_bureau_exports_masked(network, child, bureau):
    person = file_person(network["S001"], name="曾大山")
    visit(person, noon(DAY))
    visit(child, noon(DAY))
    persons = rows_of(bureau.post(page("persons-export"), {"reason": "抽查"}))
    visits = rows_of(bureau.post(page("visits-export"), {"reason": "抽查"}))

    assert {row[0] for row in persons[2:]} == {"曾**", "吴**"}
    assert [row[1] for row in visits[2:]] == ["曾**"]
    assert "曾大山" not in str(persons) + str(visits)


def test_the_list_of_visits_says_who_came_along_and_what_came_in_late(network, head):
    person = file_person(network["S001"], name="曾大山")
    visit(person, noon(DAY), joint_with=["PURCHASER"])
    visit(person, noon(DAY), received_at=noon(DAY + timedelta(days=31)))
    rows = rows_of(head.post(page("visits-export"), {"reason": "年度核对"}))

    assert rows[1][5:] == ["陪同人员", "收到时间", "补录"]
    told = {row[5]: row[7] for row in rows[2:]}
    assert told == {"": "是", "甲方人员（民政局、乡镇街道）": ""}


@pytest.mark.parametrize("noun", ["persons", "visits"])
def test_a_worker_exports_nothing(network, worker, noun):
    assert worker.get(page(f"{noun}-export")).status_code == 403
    assert worker.post(page(f"{noun}-export"), {"reason": "想要"}).status_code == 403
    assert page(f"{noun}-export") not in text_of(worker.get(page(noun)))
    assert not Entry.objects.filter(action="list.export").exists()


def test_the_log_tells_who_did_what_to_whose_file(network, head, bureau):
    person, other = (file_person(network["S001"]) for _ in range(2))
    made = visit(person, DAY, note="番号")
    head.post(page("person-reveal", person.uuid), {"reason": "核对低保"})
    head.post(page("person-reveal", other.uuid), {"reason": "核对残补"})
    key = f"casework.visit:{made.uuid}:note"
    head.post(page("person-purge", person.uuid), {"field": key, "reason": "涉军内容"})
    log = reverse("casework:disclosures", "config.urls_county")

    whole = text_of(bureau.get(log))
    assert all(word in whole for word in ("核对低保", "核对残补", "涉军内容"))
    mine = text_of(bureau.get(f"{log}?code={person.file_code}"))
    assert all(word in mine for word in ("核对低保", "涉军内容"))
    assert f"{mask_name(person.name)} · {person.file_code}" in mine
    assert whole.count(person.file_code) == 2
    assert "核对残补" not in mine
    assert "核对低保" in text_of(bureau.get(f"{log}?code={person.uuid}"))
    assert "涉军内容" not in text_of(bureau.get(f"{log}?deed=beneficiary.reveal"))
    assert "核对低保" not in text_of(bureau.get(f"{log}?until=2026-11-19"))
    assert "核对低保" in text_of(bureau.get(f"{log}?since=2026-11-20&until=2026-11-20"))
    assert bureau.get(f"{log}?code=xyz").status_code == 422
    assert head.get(log).status_code == 403


def test_the_log_names_lists_and_fields_as_pages_do(network, head, bureau):
    made = visit(file_person(network["S001"]), DAY, note="番号")
    key = f"casework.visit:{made.uuid}:note"
    head.post(page("person-purge", made.beneficiary.uuid), {"field": key, "reason": "涉军内容"})
    head.post(page("persons-export"), {"reason": "年度对账"})
    head.post(page("needs-export"), {"reason": "需求汇总"})

    told = text_of(bureau.get(reverse("casework:disclosures", "config.urls_county")))
    words = ("清除文字内容 · 探访记录", "导出名单 · 服务对象 · 1 行", "导出名单 · 需求 · 0 行")
    assert [each for each in words if each not in told] == []


def test_every_free_text_says_what_must_not_be_in_it(network, actor):
    plain = (DocumentForm(of_kind="CRISIS_PLAN"), FoundForm(), ReasonForm())
    forms = [*plain, VisitForm(persons=(), staff=())]
    given = {"actor": actor("HEAD"), "station": network["S001"]}
    forms += [register.form(**given) for register in REGISTERS if register.form]
    forms += [act.form(**given) for register in CUSTODY for act in register.acts]
    forms.append(WithdrawForm(**given))
    texts = [
        field
        for form in forms
        for field in form.fields.values()
        if type(field.widget).__name__ == "Textarea"
    ]
    assert len(texts) >= 9
    assert all(str(TEXT_HINT) in str(field.help_text) for field in texts)


def test_the_phone_s_form_says_it_too(visitor, network):
    room = visitor("ROOM_STAFF", "510402-R001", **STATION)
    shown = text_of(room.get(reverse("casework:home-visits", "config.urls_county")))
    assert str(TEXT_HINT) in shown


def test_the_lists_in_constant_queries(network, head, bureau, django_assert_num_queries):
    """At 1 record and at 3; the numbers are those of the pages as they are."""

    def more():
        person = file_child(network["S001"])
        volume = a_volume(a_case(person))
        a_loan(volume, DAY)
        a_disposal(volume, DAY)
        a_request(person, DAY)
        an_opening(person)
        an_activity(network["H001"])

    rules = ("retention-rules", "stage-names", "gate-rules", "visit-template-rules")
    of_county = {"processing-activities", *rules}
    names = [register.noun for register in CUSTODY if register.noun not in of_county]
    more()
    addresses = [page("persons"), *(page(f"{name}-list") for name in names)]
    head.get(addresses[0])  # what the process remembers is read once
    before = {address: count(head, address) for address in addresses}
    for _ in range(2):
        more()
    for address, expected in before.items():
        with django_assert_num_queries(expected):
            head.get(address)
    assert ArchiveLoan.objects.count() == ProcessingActivity.objects.count() == 3
    assert Visit.objects.count() == 0


def count(browser, address):
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200
    return len(caught)


def test_granting_over_the_pages_is_the_bureau_s(network, head, actor):
    request = a_request(file_person(network["S001"]), DAY)
    assert head.get(page("data-requests-grant", request.uuid)).status_code == 403
    grant_request(actor=actor("BUREAU"), entry=request)
    assert page("data-request-file", request.uuid) in text_of(
        head.get(page("data-requests-one", request.uuid))
    )


def test_a_volume_s_page_lists_papers_and_loans(network, head):
    volume = a_volume(a_case(file_person(network["S001"])))
    a_loan(volume, DAY, borrower="李督导")
    shown = text_of(head.get(page("archive-volumes-one", volume.uuid)))
    assert volume.number in shown
    assert "李督导" in shown
