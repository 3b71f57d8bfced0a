"""The bureau's page of cycles: make, open, freeze, close."""

from datetime import date

import pytest
from django.conf import settings

from evaluation.cycles.models import Cycle, Evaluation
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from tests.evaluation.cycles.pages import address, log_in, send, visit
from tests.fixtures.cycles import Town, at

RUBRIC = "panzhihua-township 1.2.0"


def cycles(town: Town) -> list[tuple[int, str]]:
    with county_context(town.county):
        return list(Cycle.objects.order_by("year").values_list("year", "state"))


def last(town: Town) -> Cycle:
    with county_context(town.county):
        return Cycle.objects.latest("id")


def test_the_bureau_alone_manages_cycles(town: Town) -> None:
    found = {
        name: visit(town, name, "/cycles/").status_code
        for name in ("bureau", "hub", "auditor", "head", "township", "r1")
    }
    assert found == {name: 200 if name == "bureau" else 403 for name in found}
    path = f"/cycles/{town.cycle.uuid}/close/"
    assert send(town, "head", path).status_code == 403
    assert send(town, "purchaser", path).status_code == 404


def test_another_countys_cycle_is_not_found(town: Town, other_county: Town) -> None:
    assert send(town, "bureau", f"/cycles/{other_county.cycle.uuid}/close/").status_code == 404


def test_makes_opens_and_freezes_a_cycle(town: Town) -> None:
    sent = {"year": "2024", "rubric": RUBRIC, "cutoff_on": "2024-12-31"}
    assert send(town, "bureau", "/cycles/", **sent).url == "/cycles/"
    path = f"/cycles/{last(town).uuid}/"
    assert send(town, "bureau", f"{path}open/").url == "/cycles/"
    early = send(town, "bureau", f"{path}freeze/")
    assert early.status_code == 409
    assert early.context["refusal"].detail in early.content.decode()
    with frozen(at(date(2025, 1, 8))):
        assert send(town, "bureau", f"{path}freeze/").url == "/cycles/"
    assert cycles(town) == [(2023, "FROZEN"), (2024, "FROZEN")]
    with county_context(town.county):
        assert Evaluation.objects.filter(cycle__year=2024).count() == 2
    assert send(town, "bureau", f"{path}close/").status_code == 409


def test_says_when_the_facts_can_be_frozen(town: Town) -> None:
    sent = {"year": "2024", "rubric": RUBRIC, "cutoff_on": "2024-12-31"}
    send(town, "bureau", "/cycles/", **sent)
    send(town, "bureau", f"/cycles/{last(town).uuid}/open/")
    waits = [str(row["waits"]) for row in visit(town, "bureau", "/cycles/").context["rows"]]
    assert waits == ["2025年1月8日起可冻结数据。", "尚有评价未确认最终结果。"]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"year": "2023", "cutoff_on": "2023-12-31"}, 409, "__all__"),
        ({"cutoff_on": "2023-12-31"}, 422, "cutoff_on"),
        ({"cutoff_on": "tomorrow"}, 422, "cutoff_on"),
        ({"year": "1999"}, 422, "year"),
        ({"rubric": "no-such 1"}, 422, "rubric"),
    ],
)
def test_a_refused_cycle_keeps_what_was_typed(
    town: Town, change: dict[str, str], status: int, field: str
) -> None:
    sent = {"year": "2024", "rubric": RUBRIC, "cutoff_on": "2024-12-31"} | change
    answer = send(town, "bureau", "/cycles/", **sent)
    form = answer.context["form"]
    assert (answer.status_code, field in form.errors) == (status, True)
    assert {key: form[key].value() for key in sent} == sent
    assert cycles(town) == [(2023, "FROZEN")]


def test_an_unknown_act_is_not_found(town: Town) -> None:
    path = f"/cycles/{town.cycle.uuid}/burn/"
    assert send(town, "bureau", path).status_code == 404
    assert log_in(town, "bureau").get(f"/cycles/{town.cycle.uuid}/close/").status_code == 405


TITLES = {
    "zh-hans": "乡镇（街道）社会工作服务站年度评价细则",
    "en": "Annual evaluation of township stations",
}


@pytest.mark.parametrize("language", TITLES)
def test_a_rubric_goes_by_its_title(town: Town, language: str) -> None:
    """A draft, which has no copy of its rubric yet, too; the id beside versions to choose from."""
    sent = {"year": "2024", "rubric": RUBRIC, "cutoff_on": "2024-12-31"}
    send(town, "bureau", "/cycles/", **sent)
    client = log_in(town, "bureau")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/cycles/")
    assert [row["title"] for row in page.context["rows"]] == [TITLES[language]] * 2
    assert page.content.decode().count(f"{TITLES[language]} 1.2.0") == 3
    assert f"{TITLES[language]} 1.2.0 (panzhihua-township)" in page.content.decode()

    with county_context(town.county):
        sheet = address(town.read("S001"))
    shown = client.get(sheet).content.decode()
    assert (f"{TITLES[language]} 1.2.0" in shown, "panzhihua-township" in shown) == (True, False)
