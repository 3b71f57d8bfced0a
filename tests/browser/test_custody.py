"""Archives, minors' files, requests and the log of disclosures, at a desk and on a phone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kernel.accounts.models import User
from kernel.workdays.clock import now
from stations.casework.domain import file_missing
from stations.casework.models import ArchiveVolume, Beneficiary, CaseDocument
from tests.browser.helpers import assert_sound, shot
from tests.browser.server import Site
from tests.fixtures.custody import (
    a_disposal,
    a_loan,
    a_request,
    an_activity,
    an_opening,
    file_child,
)
from tests.fixtures.network import make_network
from tests.fixtures.records import a_case, file_person, noon, visit

pytestmark = pytest.mark.browser
COUNTY, CODE, HUB = "510402", "510402-S001", "510402-H001"
DAY = date(2022, 1, 5)
Open = Callable[..., Page]
WORK = f"/casework/{CODE}/"


@pytest.fixture
def held(system: Any) -> dict[str, str]:
    """A station with one of each; the addresses of their pages."""
    network = make_network(COUNTY)
    station = network["S001"]
    person = file_person(station, name="张桂兰")
    child = file_child(station)
    ended = {"closed_on": DAY, "closed_received_at": noon(DAY), "closure_reason": "GOALS_MET"}
    case = a_case(person, DAY, **ended)
    CaseDocument.objects.create(case=case, kind="PLAN", body="计划", written_on=DAY)
    visit(person, DAY, note="见到本人")
    file_missing(actor=system)
    volume = ArchiveVolume.objects.get()
    loan, line = a_loan(volume, DAY), a_disposal(volume, DAY)
    request = a_request(person, DAY)
    granted = {"state": "GRANTED", "decided_on": DAY, "decided_received_at": now()}
    granted_one = a_request(person, DAY, "TAKE_OUT", **granted)
    activity, opening = an_activity(network["H001"]), an_opening(child)
    one = f"{WORK}data-requests/{granted_one.uuid}/"
    return {
        "volumes": f"{WORK}archive-volumes/",
        "volume": f"{WORK}archive-volumes/{volume.uuid}/",
        "store": f"{WORK}archive-volumes/{volume.uuid}/store/",
        "loans": f"{WORK}archive-loans/",
        "loan-form": f"{WORK}archive-loans/new/",
        "loan": f"{WORK}archive-loans/{loan.uuid}/",
        "disposals": f"{WORK}archive-disposals/",
        "approval": f"{WORK}archive-disposals/{line.uuid}/approve/",
        "requests": f"{WORK}data-requests/",
        "request-form": f"{WORK}data-requests/new/",
        "request": f"{WORK}data-requests/{request.uuid}/",
        "hand-out": f"{one}file/",
        "openings": f"{WORK}file-openings/",
        "opening": f"{WORK}file-openings/{opening.uuid}/",
        "persons": f"{WORK}persons/",
        "child": f"{WORK}persons/{child.uuid}/",
        "open-file": f"{WORK}persons/{child.uuid}/open/",
        "purge": f"{WORK}persons/{person.uuid}/purge/",
        "export": f"{WORK}persons/export/",
        "hub": f"/casework/{HUB}/processing-activities/",
        "activity": f"/casework/{HUB}/processing-activities/{activity.uuid}/",
        "activity-form": f"/casework/{HUB}/processing-activities/new/",
        "log": "/casework/disclosures/",
    }


OF_COUNTY = ("hub", "activity", "activity-form", "log", "child", "requests")


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_sound(
    site: Site, open_page: Open, held: dict[str, str], member: Callable[..., User], width: int
) -> None:
    head, bureau = member("HEAD", scope_code=CODE), member("BUREAU")
    for user, names in ((head, [*held]), (bureau, OF_COUNTY)):
        page = open_page(COUNTY, user=user, width=width)
        for name in names:
            if user == head and name in ("hub", "activity", "activity-form", "log"):
                continue
            page.goto(site.url(COUNTY, held[name]))
            assert_sound(page)
            shot(page, f"custody-{name}-{width}")


def test_a_worker_opens_a_child_s_file_on_a_phone(
    site: Site, open_page: Open, held: dict[str, str], member: Callable[..., User]
) -> None:
    page = open_page(COUNTY, user=member("WORKER", scope_code=CODE), width=390)
    page.goto(site.url(COUNTY, held["persons"]))
    page.get_by_role("link", name="吴**").click()
    expect(page.get_by_text("吴小雨")).to_have_count(0)
    page.get_by_role("link", name="申请查阅未成年人档案").click()
    page.get_by_label("查看事由").fill("值班处理求助")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="吴小雨")).to_be_visible()


def test_a_request_is_handed_out_by_download(
    site: Site, open_page: Open, held: dict[str, str], member: Callable[..., User]
) -> None:
    page = open_page(COUNTY, user=member("HEAD", scope_code=CODE), width=1440)
    page.goto(site.url(COUNTY, held["hand-out"]))
    page.get_by_label("已核验申请人身份。").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="保存").click()
    assert download.value.suggested_filename.endswith(".zip")
    assert Beneficiary.objects.filter(data_requests__state="DONE").exists()
