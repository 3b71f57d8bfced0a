"""The three maps that a station draws, their files, and its ways of work (N15)."""

from datetime import date

import pytest
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.files.domain import open_file
from kernel.files.domain.stored_file import path_of
from kernel.files.models import StoredFile
from kernel.jobs.models import Job
from kernel.jobs.tasks import run_job
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.community.catalogue import flows, map_choices
from stations.community.domain import draw_map, purge_map
from stations.community.models import StationMap
from stations.community.queries.station_map import find_file
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.community import MAY, a_drawing, a_map
from tests.fixtures.counties import COUNTY

CODE, LATER, TOMORROW = "510402-S001", date(2026, 6, 4), date(2026, 11, 21)
SECRET, WHY = "某部队营区在图上", "涉军"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def page(name, *args):
    return reverse(f"community:{name}", args=[CODE, *args], urlconf="config.urls_county")


def draw(actor, station, **changes):
    given = {"kind": "NEEDS", "drawn_on": MAY, "file": a_drawing()} | changes
    return draw_map(actor=actor, station=station, **given)


def test_a_room_keeps_its_map_with_the_file_as_it_was(network, actor):
    made = draw(actor("ROOM_STAFF"), network["R001"], title=" 河东需求 ")

    assert (made.title, made.get_kind_display()) == ("河东需求", "社区需求图")
    with open_file(find_file(actor("HEAD"), made.uuid)) as content:
        assert content.read().decode() == "河东三个村的资源"
    assert Entry.objects.get(action="station_map.draw").object_uuid == made.uuid


@pytest.mark.parametrize("role", ["TOWNSHIP", "SUPERVISOR", "AGENCY", "AUDITOR"])
def test_readers_draw_nothing(network, actor, role):
    with pytest.raises(Forbidden):
        draw(actor(role), network["S001"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "WEATHER"}, "kind"),
        ({"drawn_on": TOMORROW}, "drawn_on"),
        ({"file": a_drawing("")}, "file"),
        ({"title": "图" * 121}, "title"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_kept(network, actor, change, field):
    with pytest.raises(Invalid) as refused:
        draw(actor("HEAD"), network["S001"], **change)

    assert [error.field for error in refused.value.errors] == [field]
    assert (StationMap.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_one_map_of_a_kind_and_day_and_a_new_one_later(network, actor):
    head, station = actor("HEAD"), network["S001"]
    draw(head, station)
    with pytest.raises(Invalid):
        draw(head, station)

    draw(head, station, drawn_on=LATER)
    draw(head, station, kind="RESOURCES")
    assert StationMap.objects.count() == 3


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("HEAD", {"PERSONS", "RESOURCES"}),
        ("WORKER", {"PERSONS", "RESOURCES"}),
        ("BUREAU", {"PERSONS", "RESOURCES"}),
        ("TOWNSHIP", {"RESOURCES"}),
        ("SUPERVISOR", {"RESOURCES"}),
        ("AGENCY", {"RESOURCES"}),
        ("HUB_STAFF", {"RESOURCES"}),
        ("PURCHASER", set()),
    ],
)
def test_where_persons_live_is_for_those_who_read_their_visits(network, actor, role, kinds):
    a_map(network["S001"])
    homes = a_map(network["S001"], kind="PERSONS", text="服务对象分布")
    reader = actor(role)

    seen = StationMap.objects.restrict(reader, "view")
    assert set(seen.values_list("kind", flat=True)) == kinds
    if "PERSONS" not in kinds:
        with pytest.raises(NotFound):
            find_file(reader, homes.uuid)


def test_the_head_hands_a_map_in_and_takes_its_file_out(network, visitor):
    head = visitor("HEAD", CODE)
    form = head.get(page("station-maps-new")).content.decode()
    assert 'enctype="multipart/form-data"' in form
    missing = head.post(page("station-maps-new"), {"kind": "NEEDS", "drawn_on": "2026-05-04"})
    assert missing.status_code == 422
    assert "2026-05-04" in missing.content.decode()

    sent = {"kind": "NEEDS", "drawn_on": "2026-05-04", "file": a_drawing()}
    answer = head.post(page("station-maps-new"), sent)
    made = StationMap.objects.get()
    assert answer.url == page("station-maps-one", made.uuid)
    assert page("station-map-file", made.uuid) in head.get(answer.url).content.decode()

    taken = head.client.get(page("station-map-file", made.uuid))
    assert b"".join(taken).decode() == "河东三个村的资源"
    assert "attachment" in taken["Content-Disposition"]
    assert taken["Cache-Control"] == "no-store"


@pytest.mark.parametrize("shared", [False, True])
def test_a_purged_file_is_gone_from_the_disk_unless_another_has_it(network, actor, shared):
    made = a_map(network["S001"], text=SECRET)
    digest = made.file.digest
    if shared:
        a_map(network["S002"], text=SECRET)

    purge_map(actor=actor("SUPERVISOR"), entry=made, reason=WHY)
    run_job(county=COUNTY, job=Job.objects.get(kind="files.drop_content").uuid)
    enter_county(COUNTY)

    made.refresh_from_db()
    assert (made.file, StoredFile.objects.count()) == (None, int(shared))
    assert path_of(digest).exists() == shared
    after = Entry.objects.get(action="file.purge").after
    assert after == {"field": "file", "digest": digest, "reason": WHY}
    with pytest.raises(Conflict):
        purge_map(actor=actor("HEAD"), entry=made, reason=WHY)


@pytest.mark.parametrize("role", ["WORKER", "BUREAU", "TOWNSHIP"])
def test_nobody_else_destroys_a_file(network, actor, role):
    made = a_map(network["S001"])
    with pytest.raises(Forbidden):
        purge_map(actor=actor(role), entry=made, reason=WHY)
    assert path_of(made.file.digest).exists()


def test_a_map_comes_and_goes_over_the_api(network, member):
    client = api_client_for(member("HEAD", scope_code=CODE), COUNTY)
    body = {"station": CODE, "kind": "RESOURCES", "drawn_on": "2026-05-04", "file": a_drawing()}
    made = client.post("/api/v1/station-maps", body)
    assert made.status_code == 201
    one = f"/api/v1/station-maps/{made.json()['id']}"
    assert (made.json()["file_name"], made.json()["kind"]) == ("社区资源图.txt", "RESOURCES")
    assert b"".join(client.get(f"{one}/file")).decode() == "河东三个村的资源"

    without = client.post("/api/v1/station-maps", {**body, "file": ""})
    assert [error["field"] for error in without.json()["errors"]] == ["file"]
    purged = client.post(f"{one}/purge-file", {"reason": WHY}, content_type="application/json")
    assert (purged.status_code, purged.json()["file_name"]) == (200, None)
    assert client.get(f"{one}/file").status_code == 404
    enter_county(COUNTY)


def test_the_ways_of_work_lead_to_where_each_step_is_recorded(network, visitor):
    for role, opens in (("HEAD", True), ("TOWNSHIP", False)):
        shown = visitor(role, CODE if role == "HEAD" else "510402001").get(page("flows"))
        text = shown.content.decode()
        assert [str(flow.label) in text for flow in flows()] == [True] * 3
        assert (f'href="/casework/{CODE}/needs/"' in text) == opens
        assert f'href="{page("station-maps-list")}"' in text


def test_the_api_tells_the_ways_of_work(network, member):
    client = api_client_for(member("HEAD", scope_code=CODE), COUNTY)
    told = client.get(f"/api/v1/stations/{CODE}/flows").json()["results"]
    enter_county(COUNTY)

    assert [flow["code"] for flow in told] == ["LINKED_FORCES", "THREE_MAPS", "EMERGENCIES"]
    assert "五社联动" in told[0]["name"]
    assert all(len(flow["steps"]) >= 5 for flow in told)


def test_every_step_names_a_page_and_every_map_a_name():
    for flow in flows():
        for step in flow.steps:
            assert reverse(step.page, args=[CODE], urlconf="config.urls_county")
    assert [str(label) for _code, label in map_choices()] == [
        "社区资源图",
        "社区需求图",
        "服务对象分布图",
    ]
