"""The page of the county's rubric: read by those it binds, changed by the bureau."""

from collections.abc import Callable

import pytest
from django.test import Client

from evaluation.rubrics.adoption.domain import adopt, change_overlay, freeze_adoption
from evaluation.rubrics.adoption.models import Adoption
from evaluation.rubrics.models import RubricVersion
from kernel.access.actor import Actor
from kernel.tenancy import county_context
from tests.evaluation.rubrics.adoption.conftest import RUBRIC
from tests.fixtures.clients import client_for
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.people import make_member

VOLUNTEERS = "S2.active.full"


@pytest.fixture
def log_in(county: object) -> Callable[[str], Client]:
    """log_in("HEAD") -> a client on 510402's host."""
    return lambda role: client_for(make_member(role))


def stored() -> list[Adoption]:
    """The county's adoptions; a request leaves the test outside the county."""
    with county_context(COUNTY):
        return list(Adoption.objects.all())


def area_fields(client: Client, adoption: Adoption, area: str = "S") -> dict[str, str]:
    """The form of an area as it stands on the page, to be sent back."""
    page = client.get(f"/rubric/{adoption.uuid}/")
    form = next(each for each in page.context["forms"] if each.area.id == area)
    return {name: str(form[name].value()) for name in form.fields}


@pytest.mark.parametrize("role", ["BUREAU", "HEAD", "WORKER", "TOWNSHIP", "REVIEWER", "AUDITOR"])
def test_those_whom_it_binds_read_the_rubric(
    adoption: Adoption, log_in: Callable[[str], Client], role: str
) -> None:
    page = log_in(role).get("/rubric/")

    assert page.status_code == 200
    text = page.content.decode()
    assert "社区志愿者" in text
    assert [form.area.id for form in page.context["forms"]] == ["F", "S", "C", "O", "T"]
    assert ('<button class="btn btn-primary" type="submit">' in text) is (role == "BUREAU")


@pytest.mark.parametrize("role", ["PURCHASER", "ROOM_STAFF"])
def test_others_do_not_read_it(
    adoption: Adoption, log_in: Callable[[str], Client], role: str
) -> None:
    client = log_in(role)

    assert client.get("/rubric/").status_code == 403
    assert client.get(f"/rubric/{adoption.uuid}/").status_code == 404


def test_the_page_shows_where_a_number_comes_from(
    adoption: Adoption, bureau: Actor, log_in: Callable[[str], Client]
) -> None:
    change_overlay(actor=bureau, adoption=adoption, changes={VOLUNTEERS: 8})

    page = log_in("HEAD").get("/rubric/")

    rows = {
        row.path: row
        for form in page.context["forms"]
        for _indicator, numbers in form.table
        for row, _field in numbers
    }
    changed = rows[VOLUNTEERS]
    assert (changed.value, changed.published, changed.origin) == ("8", "5", "COUNTY")
    assert changed.bounds == "3 - 10"
    seed = rows["S1.certified.full"]
    assert (seed.value, seed.origin, seed.clause, seed.bounds) == ("2", "SEED", "2.1", "")
    assert rows["C05.points"].label == "分值"
    assert rows["C11.visits.level_3"].label.endswith("3 级的权重")


def test_the_page_speaks_english_when_asked(
    adoption: Adoption, log_in: Callable[[str], Client]
) -> None:
    page = log_in("HEAD").get("/rubric/", headers={"accept-language": "en"})

    assert "C05" in page.content.decode()


def test_the_bureau_changes_a_number(adoption: Adoption, log_in: Callable[[str], Client]) -> None:
    client = log_in("BUREAU")
    fields = {**area_fields(client, adoption), VOLUNTEERS: "8"}

    answer = client.post(f"/rubric/{adoption.uuid}/S/", fields)

    assert (answer.status_code, answer["Location"]) == (302, f"/rubric/{adoption.uuid}/")
    assert stored()[0].overlay == {VOLUNTEERS: "8"}


def test_an_emptied_field_takes_the_published_number_back(
    adoption: Adoption, bureau: Actor, log_in: Callable[[str], Client]
) -> None:
    change_overlay(actor=bureau, adoption=adoption, changes={VOLUNTEERS: 8})
    client = log_in("BUREAU")
    fields = {**area_fields(client, adoption), VOLUNTEERS: ""}

    client.post(f"/rubric/{adoption.uuid}/S/", fields)

    assert stored()[0].overlay == {}


def test_a_field_that_is_not_sent_stays_as_it_is(
    adoption: Adoption, bureau: Actor, log_in: Callable[[str], Client]
) -> None:
    change_overlay(actor=bureau, adoption=adoption, changes={"S8.retained.low": "0.4"})

    log_in("BUREAU").post(f"/rubric/{adoption.uuid}/S/", {VOLUNTEERS: "8"})

    assert stored()[0].overlay == {VOLUNTEERS: "8", "S8.retained.low": "0.4"}


def test_a_refused_number_comes_back_as_it_was_typed(
    adoption: Adoption, log_in: Callable[[str], Client]
) -> None:
    client = log_in("BUREAU")
    fields = {**area_fields(client, adoption), VOLUNTEERS: "99", "S8.retained.low": "0.4"}

    page = client.post(f"/rubric/{adoption.uuid}/S/", fields)

    assert page.status_code == 422
    form = next(each for each in page.context["forms"] if each.area.id == "S")
    assert list(form.errors) == [VOLUNTEERS]
    assert form[VOLUNTEERS].value() == "99"
    assert form["S8.retained.low"].value() == "0.4"
    assert "3 - 10" in form.errors[VOLUNTEERS][0]
    assert stored()[0].overlay == {}


def test_points_that_do_not_add_up_are_refused_above_the_area(
    adoption: Adoption, log_in: Callable[[str], Client]
) -> None:
    client = log_in("BUREAU")
    fields = {**area_fields(client, adoption), "S2.points": "1.5"}

    page = client.post(f"/rubric/{adoption.uuid}/S/", fields)

    assert page.status_code == 422
    form = next(each for each in page.context["forms"] if each.area.id == "S")
    assert "15.5" in form.non_field_errors()[0]


def test_a_number_of_the_guideline_has_no_field_and_is_not_taken(
    adoption: Adoption, log_in: Callable[[str], Client]
) -> None:
    client = log_in("BUREAU")
    fields = area_fields(client, adoption)
    assert "S1.certified.full" not in fields

    client.post(f"/rubric/{adoption.uuid}/S/", {**fields, "S1.certified.full": "1"})

    assert stored()[0].overlay == {}


@pytest.mark.parametrize("role", ["HEAD", "TOWNSHIP", "REVIEWER", "AUDITOR"])
def test_others_change_nothing(
    adoption: Adoption, log_in: Callable[[str], Client], role: str
) -> None:
    client = log_in(role)

    changed = client.post(f"/rubric/{adoption.uuid}/S/", {VOLUNTEERS: "8"})
    discarded = client.post(f"/rubric/{adoption.uuid}/discard/")
    adopted = client.post("/rubric/adopt/", {"rubric_id": RUBRIC, "version": adoption.version})

    statuses = [each.status_code for each in (changed, discarded, adopted)]
    assert statuses == [404, 404, 403]
    assert [each.overlay for each in stored()] == [{}]


def test_a_frozen_rubric_is_only_read(
    adoption: Adoption, bureau: Actor, log_in: Callable[[str], Client]
) -> None:
    freeze_adoption(actor=bureau, adoption=adoption)
    client = log_in("BUREAU")

    page = client.get(f"/rubric/{adoption.uuid}/")
    answer = client.post(f"/rubric/{adoption.uuid}/S/", {VOLUNTEERS: "8"})

    assert f'name="{VOLUNTEERS}"' not in page.content.decode()
    assert answer.status_code == 409
    assert stored()[0].overlay == {}


def test_the_bureau_adopts_a_published_version(
    published: RubricVersion, log_in: Callable[[str], Client]
) -> None:
    client = log_in("BUREAU")
    assert f'value="{published.version}"' in client.get("/rubric/").content.decode()

    answer = client.post("/rubric/adopt/", {"rubric_id": RUBRIC, "version": published.version})

    (adoption,) = stored()
    assert answer["Location"] == f"/rubric/{adoption.uuid}/"
    assert adoption.digest == published.digest


def test_the_bureau_discards_an_open_adoption(
    adoption: Adoption, log_in: Callable[[str], Client]
) -> None:
    answer = log_in("BUREAU").post(f"/rubric/{adoption.uuid}/discard/")

    assert answer.status_code == 302
    assert stored() == []


def test_an_unknown_area_or_version_is_not_found(
    adoption: Adoption, log_in: Callable[[str], Client]
) -> None:
    client = log_in("BUREAU")

    assert client.post(f"/rubric/{adoption.uuid}/X/").status_code == 404
    for asked in ({"version": "0.0.1"}, {"version": "1\0"}, {"version": "1", "rubric_id": "a\0"}):
        answer = client.post("/rubric/adopt/", {"rubric_id": RUBRIC, **asked})
        assert answer.status_code == 404, asked


@pytest.mark.parametrize("path", ["adopt/", "{uuid}/S/", "{uuid}/discard/"])
def test_nothing_is_changed_by_reading(
    adoption: Adoption, log_in: Callable[[str], Client], path: str
) -> None:
    answer = log_in("BUREAU").get("/rubric/" + path.format(uuid=adoption.uuid))

    assert answer.status_code == 405


def test_another_countys_adoption_is_not_found(adoption: Adoption) -> None:
    outsider = client_for(make_member("BUREAU", county=OTHER), county=OTHER)

    assert outsider.get(f"/rubric/{adoption.uuid}/").status_code == 404
    assert outsider.post(f"/rubric/{adoption.uuid}/discard/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_one_adoption_as_for_three(
    adoption: Adoption,
    bureau: Actor,
    log_in: Callable[[str], Client],
    django_assert_num_queries: Callable,
    count: int,
) -> None:
    for _ in range(count - 1):
        freeze_adoption(actor=bureau, adoption=Adoption.objects.last())
        adopt(actor=bureau, rubric_id=RUBRIC, version=adoption.version)
    client = log_in("BUREAU")
    client.get("/rubric/")

    # Session, user, memberships, the adoption shown, all adoptions.
    with django_assert_num_queries(5):
        page = client.get("/rubric/")

    assert len(page.context["adoptions"]) == count


def test_numbers_are_named_by_what_they_measure(
    adoption: Adoption, log_in: Callable[[str], Client]
) -> None:
    page = log_in("HEAD").get("/rubric/")

    labels = {
        row.path: row.label
        for form in page.context["forms"]
        for _indicator, numbers in form.table
        for row, _field in numbers
    }
    assert labels["F4.zones.weight"] == "办公区、服务区、活动区：权重"
    assert labels["F2.space.low"] == "服务和活动面积：得分起点（高于此值）"
    assert labels["C16.stage.CHARTER"] == "孵化阶段：章程和人员就绪"
    assert all(labels.values())


def test_versions_and_adoptions_go_by_the_title(
    adoption: Adoption, log_in: Callable[[str], Client]
) -> None:
    title = "乡镇（街道）社会工作服务站年度评价细则"
    freeze_adoption(actor=Actor.system(COUNTY), adoption=adoption)
    page = log_in("BUREAU").get("/rubric/")
    assert [name for name, _version in page.context["versions"]] == [title]
    chosen = f'{title} <small class="muted">{RUBRIC}</small>'
    assert chosen in page.content.decode()
    with county_context(COUNTY):
        adopt(actor=Actor.system(COUNTY), rubric_id=RUBRIC, version=adoption.version)
    listed = log_in("BUREAU").get("/rubric/").content.decode()
    assert listed.count(f"{title} {adoption.version}</a>") == 2
    assert RUBRIC not in listed
