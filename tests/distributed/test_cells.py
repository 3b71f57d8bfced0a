"""A province pushes its roll-up to the installation above: two databases, two processes."""

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from evaluation.rollup.cells import outgoing, transport
from evaluation.rollup.cells.letter import Batch, write_batch
from evaluation.rollup.cells.outgoing import collect, push, push_when_due
from evaluation.rollup.cells.transport import PushFailed, Upper
from evaluation.rollup.cells.units import Unit, digests, read_units
from evaluation.rollup.domain.verify import verify_strangers
from evaluation.rollup.models import CountyPeriod, StationSpan, StationYear, Upstream, UpstreamUnit
from kernel.access.actor import Actor
from kernel.crypto.signing import make_signing_pair
from kernel.seals.domain import installation_pair
from stations.network.domain.station import change_state
from tenants.models import County
from tests.distributed.installation import Installation, own_database
from tests.evaluation.rollup.rows import make_period, make_spans, make_year
from tests.fixtures.network import make_station

pytestmark = pytest.mark.django_db
AREAS = {"C": {"points": "10", "score": "8.8"}}


@pytest.fixture(scope="module")
def nation(django_db_setup: None, django_db_blocker: Any) -> Iterator[Installation]:
    """The installation above, serving HTTP; knows nothing yet."""
    with (
        django_db_blocker.unblock(),
        own_database("nation") as url,
        Installation(url) as started,
    ):
        started.url = started.ask("listen")
        yield started


@pytest.fixture
def upper(nation: Installation, counties: None, settings: Any) -> Upper:
    """The installation above as this province calls it, registered there, with nothing pushed."""
    settings.UPSTREAM_URL, settings.CELL_CODE = nation.url, "51"
    nation.ask("forget", "51")
    nation.ask("register", "51", installation_pair()[0])
    return Upper(nation.url, "51")


def here() -> list[list[str]]:
    return sorted([*name, digest] for name, digest in digests("51").items())


def position() -> int:
    return Upstream.objects.get().sequence


def letter(upper: Upper, *units: Unit, first: int | None = None, cell: str = "51") -> bytes:
    """A batch of one change after what is stored."""
    begin = upper.position() if first is None else first
    return write_batch(Batch(cell, begin, begin + 1, units))


def test_a_province_is_the_same_above_after_a_push_and_after_each_change(upper, nation, county):
    make_year("510402-S001", total="91.512345678901234567890123456789", grade="GOOD", areas=AREAS)
    make_year("510421-S001", year=2024)
    make_period("510402", 2025, 1, 4, None)
    station = make_station(service_divisions=["510402001"])

    assert push(upper).units == len(here())
    assert nation.ask("held", "51") == {"position": position(), "digests": here()}
    assert [one[:2] for one in here() if one[0] == "510402"] == [
        ["510402", "2025"],
        ["510402", "county"],
        ["510402", "divisions"],
        ["510402", "spans"],
    ]

    system = Actor.system("510402")
    change_state(
        actor=system, station=station, state="SUSPENDED", on=date(2025, 5, 1), reason="修缮"
    )
    StationYear.objects.filter(county_code="510421").delete()
    CountyPeriod.objects.filter(county_code="510421").delete()
    second = push(upper)

    assert nation.ask("held", "51") == {"position": position(), "digests": here()}
    assert (second.units, push(upper).units) == (2, 0)
    assert not [one for one in nation.ask("held", "51")["digests"] if one[1] == "2024"]


def test_a_connection_cut_after_the_batch_was_stored_loses_nothing(upper, nation):
    make_year("510402-S001")
    nation.ask("cut_next")

    with pytest.raises(PushFailed, match="was not reached"):
        push(upper)
    stored = nation.ask("held", "51")
    again = push(upper)

    assert stored == {"position": position(), "digests": here()}
    assert again.units == 0
    assert nation.ask("held", "51") == stored
    assert Upstream.objects.get().acknowledged == stored["position"]


def test_a_push_that_is_killed_goes_on_where_it_was(nation, django_db_blocker):
    with own_database("province") as url:
        with Installation(url, QIANZHAN_CELL_CODE="33") as province:
            nation.ask("register", "33", province.ask("fill", 6, 2))
            with pytest.raises(AssertionError, match="it has died"):
                province.ask("push_to", nation.url, 4)
        stored = nation.ask("held", "33")
        with Installation(url, QIANZHAN_CELL_CODE="33") as province:
            later = province.ask("push_to", nation.url)
            assert nation.ask("held", "33")["digests"] == province.ask("own_digests", "33")

    assert (stored["position"], len(stored["digests"])) == (4, 4)
    assert later == {"units": 2, "batches": 2}


def test_a_batch_that_comes_twice_or_late_changes_nothing(upper, nation):
    make_year("510402-S001", total="80", grade="GOOD", areas=AREAS)
    push(upper)
    (unit,) = read_units([("510402", "2025")])
    late = letter(upper, unit, first=0)
    StationYear.objects.update(grade="PASS")
    push(upper)
    stored = nation.ask("held", "51")

    assert upper.send(late) == stored["position"]
    assert upper.send(late) == stored["position"]
    assert nation.ask("held", "51") == stored


def test_a_batch_out_of_order_is_refused(upper, nation):
    make_year("510402-S001")
    (unit,) = read_units([("510402", "2025")])
    early = letter(upper, unit, first=upper.position() + 5)

    with pytest.raises(PushFailed, match="refused with 409: out_of_order"):
        upper.send(early)

    assert nation.ask("held", "51") == {"position": 0, "digests": []}


@pytest.mark.parametrize("forged", ["key", "body", "path", "time", "none"])
def test_what_the_cell_did_not_sign_is_refused(forged, upper, nation, monkeypatch):
    make_year("510402-S001")
    if forged == "key":
        pair = make_signing_pair()
        monkeypatch.setattr(transport, "installation_pair", lambda: pair)
    elif forged == "time":
        monkeypatch.setattr(transport.time, "time", lambda: 1_700_000_000)
    elif forged == "none":
        monkeypatch.setattr(transport, "sign", lambda content, wrapped: "")
    else:
        other = {"body": (b"", b"x"), "path": (b"batches", b"position")}[forged]
        signed = transport.signed_text
        monkeypatch.setattr(
            transport, "signed_text", lambda *call: signed(*call).replace(*other) + other[1]
        )

    with pytest.raises(PushFailed, match="refused with 401: bad_signature"):
        upper.send(letter(Upper(nation.url, "51"), first=0))

    assert nation.ask("held", "51") == {"position": 0, "digests": []}


def test_an_unknown_cell_is_refused_like_a_forged_one(nation, upper):
    with pytest.raises(PushFailed, match="refused with 401: bad_signature"):
        Upper(nation.url, "44").position()


def row_of(unit: Unit, **changed: Any) -> Unit:
    """The unit with other values in its first row, under its old digest."""
    rows = json.loads(unit.rows)
    rows[0][1].update(changed)
    return Unit(unit.name, unit.digest, json.dumps(rows))


WRONG = {
    "other province": (lambda unit: Unit(("440103", "2025"), *rest(unit)), "units[0].county"),
    "other station": (lambda unit: row_of(unit, station_code="440103-S001"), "station_code"),
    "other division": (lambda unit: row_of(unit, division_code="440103001"), "division_code"),
    "other year": (lambda unit: row_of(unit, year=2024), "year"),
    "no part": (lambda unit: Unit(("510402", "people"), *rest(unit)), "units[0].part"),
    "more columns": (lambda unit: row_of(unit, id_number="x"), "rows[0]"),
    "no number": (lambda unit: row_of(unit, total="many"), "total"),
    "too long": (lambda unit: row_of(unit, grade="x" * 13), "grade"),
    "no areas": (lambda unit: row_of(unit, areas={"C": 1}), "areas"),
    "no moment": (lambda unit: row_of(unit, as_of=[1]), "rows[0]"),
    "nul": (lambda unit: row_of(unit, name="\0"), "body"),
    "lost row": (lambda unit: Unit(unit.name, unit.digest, "[]"), "digest_mismatch"),
    "changed row": (lambda unit: row_of(unit, grade="FAIL"), "digest_mismatch"),
}


def rest(unit: Unit) -> tuple[str, str]:
    return unit.digest, unit.rows


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_batch_is_named_and_nothing_of_it_is_written(name, upper, nation):
    make_year("510402-S001", total="80", grade="GOOD", areas=AREAS)
    right, wrong = read_units([("510402", "divisions"), ("510402", "2025")])
    make, place = WRONG[name]
    rows = sorted(json.loads(wrong.rows), key=lambda pair: pair[0] != "stations")
    wrong = make(Unit(wrong.name, wrong.digest, json.dumps(rows)))

    with pytest.raises(PushFailed) as refused:
        upper.send(letter(upper, right, wrong))

    assert str(refused.value).startswith("refused with 422: ")
    assert place.replace("units[0]", "units[1]") in str(refused.value)
    assert nation.ask("held", "51") == {"position": 0, "digests": []}


def test_a_batch_of_another_cell_is_refused(upper, nation):
    with pytest.raises(PushFailed, match="refused with 422: invalid: cell"):
        upper.send(letter(upper, cell="44"))


def test_what_is_gone_here_goes_above(upper, nation):
    make_spans("510402-S001", ["510402001"])
    push(upper)
    assert ["510402", "spans"] in [one[:2] for one in nation.ask("held", "51")["digests"]]

    StationSpan.objects.all().delete()
    pushed = push(upper)

    assert pushed.units == 1
    assert nation.ask("held", "51")["digests"] == here()


def test_a_province_set_back_numbers_everything_anew(upper, nation):
    make_year("510402-S001", total="80", grade="GOOD", areas=AREAS)
    collect("51", above=0)
    Upstream.objects.all().delete()
    before = list(UpstreamUnit.objects.values())
    push(upper)
    StationYear.objects.update(grade="PASS")
    push(upper)
    assert before

    UpstreamUnit.objects.all().delete()
    Upstream.objects.update(sequence=1, sent=1, acknowledged=1)
    StationYear.objects.update(grade="GOOD")
    push(upper)

    assert nation.ask("held", "51") == {"position": position(), "digests": here()}


def test_an_upper_installation_set_back_is_brought_up_to_date(upper, nation):
    push(upper)
    make_year("510402-S001")
    push(upper)
    before = nation.ask("held", "51")
    nation.ask("set_back", before["position"] - 1)

    assert push(upper).units == 1
    assert nation.ask("held", "51") == before


def test_trial_counties_and_pilots_are_marked_above(upper, nation):
    County.objects.filter(code="510402").update(is_trial=True)
    County.objects.filter(code="510421").update(rehearsal_of="510402")

    push(upper)

    assert nation.ask("marks") == [["510402", ["SOCIAL_WORK"], True]]


def test_the_task_waits_longer_after_each_failure(upper, nation, settings, monkeypatch):
    monkeypatch.setattr(outgoing, "upper", lambda: Upper("http://127.0.0.1:9", "51"))
    assert push_when_due() is None
    first = Upstream.objects.get()
    assert push_when_due() is None
    assert Upstream.objects.get().failures == first.failures == 1
    assert "http://127.0.0.1:9 was not reached" in first.error

    Upstream.objects.update(next_try_at="2020-01-01T00:00:00Z")
    push_when_due()
    second = Upstream.objects.get()
    assert second.failures == 2
    assert second.next_try_at - first.next_try_at >= outgoing.FIRST_PAUSE

    Upstream.objects.update(next_try_at="2020-01-01T00:00:00Z")
    monkeypatch.setattr(outgoing, "upper", lambda: upper)
    pushed = push_when_due()
    assert pushed is not None
    assert (Upstream.objects.get().failures, Upstream.objects.get().error) == (0, "")


def told(command: str, *arguments: str) -> list[str]:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_commands_push_verify_and_push_everything_again(upper, nation):
    make_year("510402-S001")

    with pytest.raises(CommandError, match=r"^\d+ of \d+ units differ$"):
        call_command("verify_cell", stdout=StringIO())
    pushed = told("push_cell")
    equal = told("verify_cell")
    nation.ask("spoil")
    with pytest.raises(CommandError, match=r"^1 of"):
        call_command("verify_cell", stdout=StringIO())
    full = told("push_cell", "--full")

    number = len(here())
    assert pushed == [f"{number} units in 1 batches"]
    assert equal == [f"{number} units: all equal"]
    assert full == pushed
    assert told("verify_cell") == equal
    assert told("show_cell")[:3] == [
        "cell 51",
        f"public key {installation_pair()[0]}",
        f"upstream {nation.url}",
    ]


def test_a_cell_is_registered_once_by_a_sound_key_and_not_over_own_counties(counties):
    key, _wrapped = make_signing_pair()
    named = ("--name", "浙江省", "--public-key")

    assert told("register_cell", "33", *named, key) == ["33 浙江省: registered, position 0"]
    for code, given, message in [
        ("33", key, "该下级系统已登记"),
        ("51", key, "自己的县"),
        ("3", key, "两位数字"),
        ("44", "x", "Ed25519 公钥"),
    ]:
        with pytest.raises(CommandError, match=message):
            told("register_cell", code, *named, given)
    assert told("register_cell", "33", "--replace", *named, make_signing_pair()[0])


def test_rows_of_a_cell_are_no_strangers(counties):
    key, _wrapped = make_signing_pair()
    told("register_cell", "33", "--name", "浙江省", "--public-key", key)
    make_year("330102-S001")
    make_year("440103-S001")

    found = verify_strangers(known={"510402", "510421"}, repair=True)

    assert {one.county for one in found} == {"440103"}
    assert set(StationYear.objects.values_list("county_code", flat=True)) == {"330102"}
