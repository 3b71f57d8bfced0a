"""A whole county is merged into another: nothing is lost, mixed, or counted twice."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import ForeignKey

from evaluation.cycles.domain import cycle as cycles
from evaluation.cycles.models import Cycle, Evaluation, Evidence, Result
from evaluation.rollup.domain.county_period import write_counters
from evaluation.rollup.domain.follow import follow_erasure
from evaluation.rollup.domain.verify import verify_county, verify_strangers
from evaluation.rollup.models import CountyPeriod, StationSpan, StationYear
from evaluation.rollup.queries.board import board
from evaluation.rubrics.adoption.models import Adoption
from evaluation.rubrics.adoption.queries import current_adoption
from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.audit.models import ChainHead, Entry
from kernel.audit.queries.entry import find_breaks, history_of
from kernel.errors import Conflict, Forbidden
from kernel.files.domain import open_file, store_file
from kernel.files.models import StoredFile
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from stations.network.models import Station
from stations.network.queries.station import stations_evaluated
from stations.network.queries.target import target_table
from stations.people.models import Staff
from tenants.archive.files import path_of
from tenants.domain.carry_rows import carried_models
from tenants.domain.division_change import carry_out, preview_change, propose_change
from tenants.models import County, DivisionChange
from tests.fixtures.clients import api_client_for, client_for
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.cycles import (
    PROOF,
    RUBRIC,
    Town,
    at,
    bring,
    freeze_town,
    held,
    make_town,
    standing_in,
)
from tests.fixtures.records import file_person, visit
from tests.tenants.archive.answers import ask

DAY, YEAR = date(2024, 5, 1), 2023
DISTRICT = {"code": "5104", "name": "攀枝花市"}
STATION = f"{OTHER}-S001"
AFTER = at(date(2024, 6, 3))


@pytest.fixture(scope="module")
def towns(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Town, Town]]:
    """510402 with a cycle of the year that still runs, 510421 with one that is closed: the same
    rubric, the same numbers of rows."""
    with held(django_db_blocker, make_both) as found:
        yield found  # type: ignore[misc]


def make_both() -> Any:
    survivor, merged = freeze_town(make_town()), freeze_town(make_town(OTHER))
    with standing_in(survivor):
        bring(survivor, "SUBMITTED")
    with standing_in(merged):
        bring(merged, "FINAL")
        Staff.objects.create(name="李某", joined_on=DAY, id_number="510421199001010011")
        person = file_person(merged.stations["S001"])
        visit(person, date(2023, 6, 1))
        visit(person, date(2024, 2, 1))
        attach(merged, "只在米易县的证明".encode())
    for county in (COUNTY, OTHER):
        with county_context(county), frozen(at()):
            write_counters()
            assert verify_county() == []
    return survivor, merged


def attach(town: Town, text: bytes) -> None:
    """A proof whose content no other county has."""
    upload = SimpleUploadedFile("米易.txt", text, content_type="text/plain")
    stored = store_file(actor=town.actor("head"), upload=upload)
    Evidence.objects.create(item=town.evaluation.items.first(), file=stored, attached_at=at())


@pytest.fixture
def operator(towns: Any, db: None, official: Callable[..., User]) -> Iterator[Actor]:
    with county_context(None), frozen(AFTER):
        yield actor_of(official("PLATFORM"))


@pytest.fixture
def merge(operator: Actor, towns: tuple[Town, Town]) -> Callable[[], DivisionChange]:
    """Merges 510421, whose cycle is closed, into 510402."""

    def do() -> DivisionChange:
        close(towns[1])
        return carry_out(actor=operator, change=propose(operator))

    return do


def close(town: Town) -> None:
    with county_context(OTHER):
        cycles.close_cycle(actor=town.actor("bureau"), cycle=town.cycle)


def propose(operator: Actor) -> DivisionChange:
    return propose_change(
        actor=operator,
        kind="MERGE",
        effective_on=DAY,
        predecessors=[OTHER],
        successors=[(COUNTY, "")],
    )


def all_rows(county: str) -> dict[str, dict[Any, Any]]:
    """Table -> UUID -> what stands in the row, references as UUIDs; without what is made anew."""
    with county_context(county):
        return {
            model._meta.label: {row.uuid: content(row) for row in model._default_manager.all()}
            for model in carried_models(whole=True)
        }


def content(row: Any) -> dict[str, Any]:
    made_anew = {"id", "carried_from", *(f for f in vars(row) if f.endswith("_index"))}
    fields = [one for one in row._meta.concrete_fields if one.name not in made_anew]
    return {
        one.name: getattr(getattr(row, one.name), "uuid", None)
        if isinstance(one, ForeignKey)
        else getattr(row, one.name)
        for one in fields
    }


def test_every_row_goes_along_and_stays_what_it_was(merge: Callable[[], Any]) -> None:
    own, before = all_rows(COUNTY), all_rows(OTHER)

    merge()

    left, here = all_rows(OTHER), all_rows(COUNTY)
    left["network.StationState"] = from_before(left["network.StationState"])
    left["network.ServiceArea"] = from_before(left["network.ServiceArea"])
    carried = {
        label: {uuid: row for uuid, row in rows.items() if uuid in left[label]}
        for label, rows in here.items()
    }
    assert carried == left
    assert all(here[label].items() >= rows.items() for label, rows in own.items())
    for label in ("Cycle", "Evaluation", "Item", "Evidence", "Submission", "Result", "Step"):
        assert before[f"cycles.{label}"]
    for label in ("facts.FrozenFact", "adoption.Adoption", "files.StoredFile", "casework.Visit"):
        assert left[label] == before[label] != {}
    assert len(left["people.Staff"]) == 1  # also who worked nowhere
    assert set(before["audit.Entry"]) < set(left["audit.Entry"])


def from_before(rows: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    return {uuid: row for uuid, row in rows.items() if (row["valid_from"] or date.min) < DAY}


def test_evaluation_answers_in_the_other_county_as_it_did_at_home(
    merge: Callable[[], Any], towns: tuple[Town, Town]
) -> None:
    survivor, merged = towns
    uuid = evaluation_of(merged).uuid
    paths = [f"/api/v1/evaluations/{uuid}"]
    then = [ask(api_client_for(merged.users["bureau"], OTHER), path, OTHER) for path in paths]

    merge()

    now = [ask(api_client_for(survivor.users["bureau"], COUNTY), path, COUNTY) for path in paths]
    assert now == then
    assert [status for status, _body in now] == [200]
    page = client_for(survivor.users["bureau"], COUNTY).get(f"/evaluations/{uuid}/")
    assert page.status_code == 200
    head = client_for(merged.users["head"], COUNTY)
    assert head.get(f"/evaluations/{uuid}/").status_code == 200
    with county_context(COUNTY):
        for name, content in (("米易.txt", "只在米易县的证明".encode()), ("证明.pdf", PROOF)):
            evidence = Evidence.objects.filter(item__evaluation__uuid=uuid, file__name=name).first()
            with open_file(evidence.file) as file:
                assert file.read() == content


def evaluation_of(town: Town) -> Evaluation:
    with county_context(town.county):
        return town.evaluation


def test_cycles_of_one_year_stay_apart(merge: Callable[[], Any], towns: tuple[Town, Town]) -> None:
    merge()

    with county_context(COUNTY):
        found = Cycle.objects.order_by("carried_from").values_list("carried_from", "state", "year")
        assert list(found) == [("", "FROZEN", YEAR), (OTHER, "CLOSED", YEAR)]
        assert current_adoption(RUBRIC).carried_from == ""
        carried = Cycle.objects.get(carried_from=OTHER)
        assert carried.adoption == Adoption.objects.get(carried_from=OTHER)
        assert STATION not in stations_evaluated(year=YEAR).values_list("code", flat=True)
        assert STATION in stations_evaluated(year=YEAR + 1).values_list("code", flat=True)
        assert target_table(YEAR).cells["STATION"].actual == 2
        codes = carried.evaluations.values_list("station__code", flat=True)
        assert list(codes) == [STATION]
        with pytest.raises(Forbidden):
            cycles.open_cycle(actor=towns[0].actor("bureau"), cycle=carried)


def test_running_cycle_is_named_and_blocks(operator: Actor, towns: tuple[Town, Town]) -> None:
    change = propose(operator)

    with pytest.raises(Conflict) as refused:
        preview_change(change)

    assert refused.value.code == "cycle_running"
    assert f"{YEAR} {RUBRIC} " in refused.value.detail


def test_board_of_earlier_years_stays_as_it_was(merge: Callable[[], Any]) -> None:
    def shown() -> Any:
        found = board(DISTRICT, YEAR)
        return (
            found.this.evaluations["rows"],
            found.this.targets["rows"],
            found.this.records["rows"],
            found.this.townships,
        )

    before = shown()
    years = list(StationYear.objects.order_by("id").values())

    merge()
    for county in (COUNTY, OTHER):
        with county_context(county):
            write_counters()
            assert verify_county() == []

    evaluations, targets, records, townships = shown()
    assert (evaluations, targets, townships) == (before[0], before[1], before[3])
    assert [row["values"] for row in records] == [row["values"] for row in before[2]]
    assert list(StationYear.objects.order_by("id").values()) == years
    visits = CountyPeriod.objects.filter(year=2024, county_code=COUNTY).get().counters["visits"]
    assert visits == 1  # the year of the change is counted whole where its records are now


def test_chain_comes_whole_and_is_proved(
    merge: Callable[[], Any], towns: tuple[Town, Town]
) -> None:
    merge()

    with county_context(OTHER):
        head = ChainHead.objects.values("seq", "digest").get()
    with county_context(COUNTY):
        assert list(find_breaks()) == []
        carried = Entry.objects.filter(carried_from=OTHER)
        assert carried.count() == head["seq"]
        told = Entry.objects.get(action="division.carried").after
        assert told["chains"] == {OTHER: head}
        station = Station.objects.get(code=STATION)
        seen = history_of(towns[0].actor("bureau"), station.uuid)
        assert "station.open" in seen.values_list("action", flat=True)


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        ("UPDATE audit_entry SET actor_name = 'x' WHERE carried_from = %s AND seq = 2",
         "entry 2 was changed"),
        ("DELETE FROM audit_entry WHERE carried_from = %s AND seq > 3",
         "entries 4 to {last} are missing"),
        ("DELETE FROM audit_entry WHERE carried_from = %s", "entries 1 to {last} are missing"),
    ],
)  # fmt: skip
def test_break_in_a_carried_chain_is_found(merge: Callable[[], Any], deed: str, found: str) -> None:
    merge()

    with county_context(COUNTY):
        last = Entry.objects.filter(carried_from=OTHER).first().seq
        with connection.cursor() as cursor:
            cursor.execute(deed, [OTHER])
        assert list(find_breaks()) == [f"{OTHER}: {found.format(last=last)}"]


def test_boards_keep_what_an_erased_county_left_to_its_heir(merge: Callable[[], Any]) -> None:
    merge()
    spans = StationSpan.objects.filter(county_code=OTHER).count()

    assert follow_erasure(County.objects.get(code=OTHER)) == {}

    assert StationSpan.objects.filter(county_code=OTHER).count() == spans > 0
    assert StationYear.objects.filter(county_code=OTHER).count() == 1
    assert verify_strangers(known={COUNTY}, erased={OTHER}) == []


def test_content_that_is_lost_on_disk_stops_the_merger(
    merge: Callable[[], Any], operator: Actor
) -> None:
    with county_context(OTHER):
        digest = StoredFile.objects.get(name="米易.txt").digest
    path_of(COUNTY, digest).unlink(missing_ok=True)
    lost, aside = path_of(OTHER, digest), path_of(OTHER, digest).with_suffix(".aside")
    lost.rename(aside)
    try:
        with pytest.raises(Conflict) as refused:
            merge()
    finally:
        aside.rename(lost)

    assert refused.value.code == "file_lost"
    assert DivisionChange.objects.get().state == "PROPOSED"
    with county_context(COUNTY):
        assert not Cycle.objects.exclude(carried_from="").exists()
        assert not Result.objects.exists()
