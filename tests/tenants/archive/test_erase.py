"""A county is erased by two people's word, after its last archive, for good."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from evaluation.rollup.models import CountyPeriod, StationSpan, StationYear
from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.domain.token import issue_token
from kernel.accounts.models import Token, User
from kernel.errors import Conflict, DomainError, Forbidden, Invalid
from kernel.files.domain import store_file
from kernel.seals.models import Seal
from kernel.tenancy import county_context
from kernel.wakeups.models import Wakeup
from tenants.archive.export import export_county
from tenants.archive.parts import Manifest
from tenants.archive.restore import restore_county
from tenants.domain.copy import remove_copy
from tenants.domain.erase import ask_erasure, carry_out, confirm_erasure, is_genuine
from tenants.domain.state import change_state
from tenants.models import County, CountyState, Domain, Erasure
from tests.evaluation.rollup.rows import make_spans, make_year
from tests.fixtures.clients import client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.cycles import proof
from tests.fixtures.people import make_member, make_official
from tests.kernel.jobs.workers import database_url
from tests.tenants.archive.conftest import PASSPHRASE

SYSTEM = Actor.system(None)
CODE = "510403"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("counties")]


def leaving(code: str, folder: Path) -> tuple[Path, Manifest]:
    """The county begins to leave and is exported."""
    county = County.objects.get(code=code)
    change_state(county=county, to=CountyState.LEAVING, actor=SYSTEM, reason="并入市级平台")
    file = folder / "last.qzc"
    return file, export_county(code=code, to=file, passphrase=PASSPHRASE, actor=SYSTEM)


def schema_is_there(code: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [f"c{code}"])
        return bool(cursor.fetchone()[0])


def asking(file: Path, manifest: Manifest, actor: Actor) -> Erasure:
    return asking_with({}, file, manifest, actor)


def asking_with(values: dict[str, Any], file: Path, manifest: Manifest, actor: Actor) -> Erasure:
    given = {"code": CODE, "file": file, "passphrase": PASSPHRASE, "digest": manifest.digest}
    return ask_erasure(**(given | {"reason": "并入市级平台", "actor": actor} | values))


def fill(code: str) -> User:
    """Everything that a county leaves in public and on disk, in this county and in another."""
    for each in (code, COUNTY):
        member = make_member("BUREAU", county=each)
        client_for(member, each)
        issue_token(user=member, host=f"{each}.localhost")
        station = f"{each}-S001"
        make_spans(station, [f"{each}001"])
        make_year(station, year=2024, total="90", grade="EXCELLENT")
        make_year(station, year=2025)
        with county_context(each):
            store_file(actor=Actor.system(each), upload=proof())
            Seal.objects.create(
                county_code=each, day="2026-01-01", seq=0, digest="", sealed_at="2026-01-01T00:00Z"
            )
    return member


def test_nothing_is_left_but_the_certificate(
    made_county: Callable[[], County], tmp_path: Path
) -> None:
    county = made_county()
    fill(CODE)
    file, manifest = leaving(CODE, tmp_path)
    first, second = (actor_of(make_official("PLATFORM")) for _ in range(2))
    asking(file, manifest, first)
    confirm_erasure(code=CODE, actor=second)
    with pytest.raises(Conflict) as refused:
        asking(file, manifest, first)
    assert refused.value.code == "confirmed"
    done = carry_out(code=CODE, actor=second)
    county.refresh_from_db()
    assert (county.state, county.wrapped_key, county.wrapped_signing_key) == ("ERASED", "", "")
    assert not schema_is_there(CODE)
    assert not (Path(settings.FILES_ROOT) / CODE).exists()
    for table in (StationSpan, StationYear, Seal, Wakeup):
        assert table.objects.filter(county_code=CODE).count() == 0, table
    for table in (StationSpan, StationYear, Seal):
        assert table.objects.filter(county_code=COUNTY).count() > 0, table
    assert (Path(settings.FILES_ROOT) / COUNTY).exists()
    assert list(Token.objects.values_list("host", flat=True)) == [f"{COUNTY}.localhost"]
    assert list(
        Domain.objects.exclude(tenant__code="510421").values_list("tenant__code", flat=True)
    ) == [COUNTY]
    (period,) = CountyPeriod.objects.filter(county_code=CODE)
    assert (period.year, bool(period.evaluated), period.counters) == (2024, True, {})
    text = json.loads(done.certificate)
    assert text["removed"] | {"tables": 0} == {
        "files": 1, "hosts": 1, "jobs": text["removed"]["jobs"], "rollup_countyperiod": 1,
        "rollup_stationspan": 2, "rollup_stationyear": 2, "seals": 1, "sessions": 1, "tables": 0,
        "tokens": 1,
    }  # fmt: skip
    assert (text["asked"]["name"], text["confirmed"]["name"]) == (first.name, second.name)
    assert text["archive"]["manifest"] == manifest.digest
    assert is_genuine(done)
    out = StringIO()
    call_command("verify_erasure", CODE, stdout=out)
    assert "The signature is this installation's." in out.getvalue()
    Erasure.objects.update(certificate=done.certificate.replace(second.name, first.name))
    with pytest.raises(CommandError):
        call_command("verify_erasure", CODE, stdout=out)
    with pytest.raises(Conflict) as refused:
        restore_county(file=file, passphrase=PASSPHRASE, actor=SYSTEM)
    assert refused.value.code == "erased"
    with pytest.raises(Conflict):
        export_county(code=CODE, to=tmp_path / "b", passphrase=PASSPHRASE, actor=SYSTEM)


def test_a_long_transaction_is_not_waited_for(
    made_county: Callable[[], County], tmp_path: Path
) -> None:
    made_county()
    first, second = (actor_of(make_official("PLATFORM")) for _ in range(2))
    asking(*leaving(CODE, tmp_path), first)
    confirm_erasure(code=CODE, actor=second)
    with psycopg.connect(database_url()) as holder:
        holder.execute(f"SELECT count(*) FROM c{CODE}.network_station")
        with pytest.raises(Conflict) as refused:
            carry_out(code=CODE, actor=second)
        assert (refused.value.code, CODE in refused.value.detail) == ("locked", True)
    assert (Erasure.objects.get().step, schema_is_there(CODE)) == ("CONFIRMED", True)
    assert carry_out(code=CODE, actor=second).step == "DONE"


def test_no_copy_of_it_may_be_left(made_county: Callable[[], County], tmp_path: Path) -> None:
    """Neither a rehearsal copy nor what a killed restore has loaded."""
    made_county()
    first, second = (actor_of(make_official("PLATFORM")) for _ in range(2))
    file, manifest = leaving(CODE, tmp_path)
    given = {"file": file, "passphrase": PASSPHRASE, "actor": first}
    restore_county(**given, as_code="519901")
    with pytest.raises(Conflict) as refused:
        asking(file, manifest, first)
    assert (refused.value.code, "519901" in refused.value.detail) == ("copies", True)
    with pytest.raises(DomainError) as refused:
        remove_copy(code=CODE, reason="不是副本", actor=first)
    assert refused.value.code == "no_copy"
    call_command("remove_copy", "519901", "--reason", "演练完成")
    assert not schema_is_there("519901")
    assert not (Path(settings.FILES_ROOT) / "519901").exists()
    assert Domain.objects.filter(domain__startswith="519901").count() == 0

    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA restoring_519901")
    left = Path(settings.FILES_ROOT) / "restoring_519902" / "ab" / "ab"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"of a killed restore")
    asking(file, manifest, first)
    confirm_erasure(code=CODE, actor=second)
    carry_out(code=CODE, actor=second)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('restoring_519901')")
        assert cursor.fetchone() == (None,)
    assert not left.parents[1].exists()


def test_what_is_refused(made_county: Callable[[], County], tmp_path: Path) -> None:
    made_county()
    first, second = (actor_of(make_official("PLATFORM")) for _ in range(2))
    early = tmp_path / "early.qzc"
    before = export_county(code=CODE, to=early, passphrase=PASSPHRASE, actor=SYSTEM)
    with pytest.raises(Conflict):  # still ACTIVE
        asking(early, before, first)
    with county_context(CODE):
        from stations.network.domain.station import open_station

        facts = {"level": "STATION", "name": "站", "division_code": "510403001"}
        open_station(actor=Actor.system(CODE), **facts)
    file, manifest = leaving(CODE, tmp_path)
    other = tmp_path / "other.qzc"
    others = export_county(code=COUNTY, to=other, passphrase=PASSPHRASE, actor=SYSTEM)
    cut = tmp_path / "cut.qzc"
    cut.write_bytes(file.read_bytes()[:-10])
    refusals: list[tuple[dict[str, Any], type[DomainError], str]] = [
        ({"digest": before.digest}, Invalid, "invalid"),
        ({"file": early, "digest": before.digest}, Conflict, "changed"),
        ({"file": other, "digest": others.digest}, Conflict, "other_county"),
        ({"file": cut}, Invalid, "truncated"),
        ({"passphrase": "another passphrase altogether"}, Invalid, "wrong_passphrase"),
        ({"reason": " "}, Invalid, "invalid"),
        ({"actor": SYSTEM}, Forbidden, "forbidden"),
        ({"actor": actor_of(make_official("PROVINCE", "51"))}, Forbidden, "forbidden"),
        ({"code": "519999"}, DomainError, "not_found"),
    ]
    for values, kind, code in refusals:
        with pytest.raises(kind) as refused:
            asking_with(values, file, manifest, first)
        assert refused.value.code == code, values
    assert Erasure.objects.count() == 0
    with pytest.raises(Conflict):
        confirm_erasure(code=CODE, actor=second)
    order = uuid4()
    asked = asking_with({"order": order}, file, manifest, first)
    assert asking_with({"order": order, "file": early}, file, manifest, first) == asked
    with pytest.raises(Conflict) as refused:
        carry_out(code=CODE, actor=first)
    assert refused.value.code == "not_confirmed"
    for actor in (first, SYSTEM):
        with pytest.raises(Forbidden):
            confirm_erasure(code=CODE, actor=actor)
    change_state(
        county=County.objects.get(code=CODE), to=CountyState.SUSPENDED, actor=first, reason="留下"
    )
    with pytest.raises(Conflict):
        confirm_erasure(code=CODE, actor=second)
    assert schema_is_there(CODE)
