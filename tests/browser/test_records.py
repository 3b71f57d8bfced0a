"""A station's people, services and lists, at a desk and on a phone, with and without scripts."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from kernel.accounts.models import User
from stations.casework.models import Beneficiary, Case, Need
from stations.network.models import Station
from stations.people.models import Volunteer
from tests.browser.helpers import assert_sound, shot
from tests.browser.server import Site
from tests.fixtures.network import make_network
from tests.fixtures.records import (
    a_case,
    act,
    add_worker,
    agree,
    belongs,
    certify,
    file_person,
    follow_up,
    head,
    need,
    org,
    set_level,
    step,
    visit,
    volunteer,
    works,
)

pytestmark = pytest.mark.browser
COUNTY, CODE = "510402", "510402-S001"
DAY = date(2026, 1, 5)
Open = Callable[..., Page]
PAGES = {
    "people": f"/network/{CODE}/?tab=people",
    "services": f"/network/{CODE}/?tab=services",
    "volunteers": f"/people/{CODE}/volunteers/",
    "volunteer-form": f"/people/{CODE}/volunteers/new/",
    "staff-form": f"/people/{CODE}/staff/new/",
    "visits": f"/casework/{CODE}/visits/",
    "visit-form": f"/casework/{CODE}/visits/new/",
    "needs": f"/casework/{CODE}/needs/",
    "need-form": f"/casework/{CODE}/needs/new/",
    "persons": f"/casework/{CODE}/persons/",
    "person-form": f"/casework/{CODE}/persons/new/",
    "cases": f"/casework/{CODE}/cases/",
    "case-form": f"/casework/{CODE}/cases/new/",
    "orgs": f"/community/{CODE}/",
    "org-form": f"/community/{CODE}/new/",
}


@pytest.fixture
def station(county: object) -> Station:
    """510402-S001 with a record of every kind that a page shows."""
    station = make_network(COUNTY)["S001"]
    worker = add_worker("王小芳")
    works(worker, station)
    certify(worker, date(2022, 10, 1), "WORKER")
    head(worker, station, date(2022, 1, 1))
    step(volunteer(station, DAY, name="李志愿"), "TRAIN", DAY)
    person = file_person(station, name="张桂兰")
    set_level(person, 3, DAY)
    visit(person, DAY, staff=worker)
    visit(person, DAY, "REFUSED")
    need(person, DAY)
    need(person, DAY, DAY)
    need(person, DAY, DAY, confirmed_by_person=False)
    belongs(person, "elder.ALONE")
    agree(person)
    follow_up(a_case(person, DAY), DAY)
    act(org(station, filed=DAY, name="银发合唱队"), DAY)
    return station


def pages_of_one() -> dict[str, str]:
    """The pages of the person and of the case."""
    person, case = Beneficiary.objects.get(), Case.objects.get()
    one, work = (f"/casework/{CODE}/persons/{person.uuid}/", f"/casework/{CODE}/cases/{case.uuid}/")
    return {
        "person": one,
        "reveal": f"{one}reveal/",
        "level-form": f"{one}level/",
        "consent-form": f"{one}consent/",
        "case": work,
        "document-form": f"{work}document/",
        "refer-form": f"{work}refer/",
    }


@pytest.fixture
def keeper(member: Callable[..., User]) -> User:
    return member("HEAD", scope_code=CODE)


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_sound(
    site: Site, open_page: Open, station: Station, keeper: User, width: int
) -> None:
    page = open_page(COUNTY, user=keeper, width=width)
    for name, address in {**PAGES, **pages_of_one()}.items():
        page.goto(site.url(COUNTY, address))
        assert_sound(page)
        shot(page, f"records-{name}-{width}")


@pytest.mark.parametrize("width", [1440, 390])
def test_empty_pages_are_sound(
    site: Site, open_page: Open, county: object, keeper: User, width: int
) -> None:
    make_network(COUNTY)
    page = open_page(COUNTY, user=keeper, width=width)
    for name in ("people", "volunteers", "persons", "cases", "visits", "needs", "orgs"):
        page.goto(site.url(COUNTY, PAGES[name]))
        assert_sound(page)


@pytest.mark.parametrize("js", [True, False])
def test_a_volunteer_and_a_closed_need_by_hand(
    site: Site, open_page: Open, station: Station, keeper: User, js: bool
) -> None:
    page = open_page(COUNTY, user=keeper, width=390, js=js)
    page.goto(site.url(COUNTY, PAGES["services"]))
    page.get_by_role("link", name="志愿者", exact=True).last.click()
    page.get_by_role("link", name="新增志愿者").click()
    page.get_by_label("姓名").fill("赵新来")
    page.get_by_label("注册日期").fill("2026-01-06")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("志愿者已注册。")).to_be_visible()
    expect(page.get_by_text("赵新来").first).to_be_visible()

    page.goto(site.url(COUNTY, PAGES["needs"]))
    page.get_by_label("办理情况").select_option("RAISED")
    page.get_by_role("button", name="筛选").click()
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="本人确认已满足").click()
    page.get_by_label("本人确认日期").fill("2026-01-04")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("需求的提出日期晚于此日。").first).to_be_visible()
    page.get_by_label("本人确认日期").fill("2026-01-07")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。")).to_be_visible()

    assert Volunteer.objects.filter(name="赵新来").count() == 1
    assert Need.objects.filter(closed_on=date(2026, 1, 7), confirmed_by_person=True).count() == 1
