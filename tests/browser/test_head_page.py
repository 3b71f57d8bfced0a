"""What a head sees of the year: every counter in its unit, and what the thresholds still want."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from evaluation.cycles.domain.cycle import create_cycle, open_cycle
from tests.browser.helpers import assert_sound, shot
from tests.browser.server import Site
from tests.browser.test_working_day import follow
from tests.fixtures.counties import COUNTY
from tests.fixtures.cycles import RUBRIC, VERSION, make_town, publish, standing_in
from tests.fixtures.records import file_person, live_together, need, step, visit, volunteer

pytestmark = pytest.mark.browser
DAY = date(2024, 9, 30)


@pytest.mark.parametrize("width", [1440, 390])
def test_counters_by_unit_and_what_is_still_wanted(
    counties: None, site: Site, open_page: Callable[..., Page], width: int
) -> None:
    town = make_town()
    publish()
    with standing_in(town), site.on_day(DAY):
        bureau, place = town.actor("bureau"), town.stations["S001"]
        cycle = create_cycle(
            actor=bureau,
            year=DAY.year,
            rubric_id=RUBRIC,
            version=VERSION,
            cutoff_on=date(DAY.year, 12, 31),
        )
        open_cycle(actor=bureau, cycle=cycle)
        person = file_person(place, name="张桂兰")
        live_together(place, person)
        visit(person, date(2024, 3, 1))
        visit(person, date(2024, 4, 1), place="PHONE")
        need(person, date(2024, 3, 1))
        step(volunteer(place), "TRAIN", date(2024, 3, 1))
        page = open_page(COUNTY, user=town.users["head"], width=width)
        page.goto(site.url(COUNTY))
        follow(page, "服务数据与达标差距")

        for label, words in (
            ("建档户数", "1 户"),
            ("完成探访", "1 人次"),
            ("入户探访", "1 户次"),
            ("接通电话", "1 通次"),
            ("提出需求", "1 个"),
        ):
            figure = page.locator(".stat", has_text=label)
            expect(figure).to_contain_text(words.split()[0])
            expect(figure).to_contain_text(words.split()[1])
        row = page.locator("tr", has_text="本年度培养的社区志愿者")
        expect(row).to_contain_text("29 ")
        expect(page.locator("tr", has_text="其中经本人确认办结的")).to_be_visible()
        assert_sound(page)
        shot(page, f"head-{width}")
