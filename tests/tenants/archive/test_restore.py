"""A county out of its archive: over itself, as a rehearsal copy."""

from io import StringIO
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from evaluation.cycles.models import Evaluation
from evaluation.rollup.models import CountyPeriod, StationSpan, StationYear
from evaluation.rubrics.models import RubricVersion
from kernel.access.actor import Actor
from kernel.access.models import Membership
from kernel.accounts.models import User
from kernel.audit.domain import record, seal_chain
from kernel.audit.models import Entry
from kernel.audit.queries.entry import find_breaks
from kernel.crypto.keys import unwrap
from kernel.errors import Conflict, DomainError, Invalid
from kernel.files.models import StoredFile
from kernel.jobs.domain import enqueue
from kernel.jobs.models import Job
from kernel.seals.models import Seal
from kernel.tenancy import county_context
from kernel.wakeups.models import Wakeup
from stations.network.domain.station import open_station
from stations.network.models import Station
from tenants.archive import export, files, stage
from tenants.archive.export import export_county
from tenants.archive.restore import Confirmation, restore_county, see_county
from tenants.domain.division import mark_reform_affected
from tenants.models import County, CountyEvent, Division
from tests.fixtures.clients import client_for
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.people import PASSWORD
from tests.kernel.jobs.workers import database_url
from tests.tenants.archive.answers import ask_everything, ask_province, read_digests
from tests.tenants.archive.conftest import PASSPHRASE, Packed

COPY = "519901"
SYSTEM = Actor.system(None)
ROLLUP = (StationYear, StationSpan, CountyPeriod)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("counties")]


def restore(packed: Packed, **values: object) -> County:
    given = {"file": packed.file, "passphrase": PASSPHRASE, "actor": SYSTEM} | values
    if not {"as_code", "confirmation"} & set(given):
        given["confirmation"] = see_county(COUNTY)
    return restore_county(**given)


def schemas() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^(c[0-9]|restoring)'")
        return sorted(name for (name,) in cursor.fetchall())


@pytest.fixture
def no_copy() -> object:
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS c{COPY} CASCADE")
    files.drop_files(COPY)


def test_over_itself(packed: Packed) -> None:
    old = County.objects.get(code=COUNTY)
    with county_context(COUNTY):
        enqueue(kind="rollup.count", payload={})
    with county_context(OTHER):
        other_entries = list(Entry.objects.values_list("digest", flat=True))
    restore(packed)
    user = User.objects.get(username=packed.user)
    assert ask_everything(COUNTY, user) == packed.answers
    assert ask_province(COUNTY) == packed.province
    assert read_digests(COUNTY) == packed.digests
    county = County.objects.get(code=COUNTY)
    assert county.pk == old.pk
    assert county.uuid == old.uuid
    assert county.wrapped_key != old.wrapped_key
    with county_context(COUNTY):
        assert list(find_breaks()) == []
        waiting = set(Job.objects.filter(state="WAITING").values_list("uuid", flat=True))
    assert set(Wakeup.objects.values_list("job_uuid", flat=True)) == waiting
    call_command("verify_rollups", stdout=StringIO())
    assert CountyEvent.objects.last().reason.endswith(packed.manifest.digest)
    with county_context(OTHER):
        assert list(Entry.objects.values_list("digest", flat=True)) == other_entries
    assert schemas() == [f"c{COUNTY}", f"c{OTHER}"]


def test_what_was_written_since_is_gone_and_counting_goes_on(packed: Packed) -> None:
    restore(packed)
    with county_context(COUNTY):
        last = Entry.objects.first().seq
        facts = {"level": "STATION", "name": "站", "division_code": "510402200"}
        late = open_station(actor=Actor.system(COUNTY), **facts)
        mark_reform_affected(codes=["510402200"], actor=Actor.system(COUNTY))
        seal_chain()
    restore(packed)
    with county_context(COUNTY):
        assert not Station.objects.filter(uuid=late.uuid).exists()
        assert Entry.objects.first().seq == last
        assert list(find_breaks()) == []
        again = open_station(actor=Actor.system(COUNTY), **facts)
        assert (again.code, again.pk) == (late.code, late.pk)
    assert Division.objects.get(code="510402200").reform_affected is False


def test_people_come_with_their_passwords_and_are_never_overwritten(packed: Packed) -> None:
    restore(packed)
    user = User.objects.get(username=packed.user)
    assert user.check_password(PASSWORD)
    user.display_name, user.username = "另一名", "renamed"
    user.save()
    User.objects.create(username=packed.user, display_name="同名", created_at=user.created_at)
    with county_context(COUNTY):
        somebody = Membership.objects.exclude(user_uuid=user.uuid).first().user_uuid
    gone = User.objects.get(uuid=somebody)
    name = gone.username
    gone.delete()
    User.objects.create(username=name, display_name="同名", created_at=user.created_at)
    restore(packed)
    user.refresh_from_db()
    assert (user.username, user.display_name) == ("renamed", "另一名")
    assert User.objects.get(uuid=somebody).username == f"{name}-{COUNTY}"


def test_it_must_be_confirmed_with_the_countys_name(packed: Packed) -> None:
    seen = see_county(COUNTY)
    for given in (None, Confirmation(OTHER, seen.seq, seen.digest)):
        with pytest.raises(Invalid) as refused:
            restore(packed, confirmation=given)
        assert refused.value.code == "not_confirmed"
    assert see_county(COUNTY) == seen


def test_a_county_that_went_on_since_is_not_overwritten(packed: Packed) -> None:
    seen = see_county(COUNTY)
    with county_context(COUNTY):
        record(actor=Actor.system(COUNTY), action="test", obj=County.objects.first())
    with pytest.raises(Conflict) as refused:
        restore(packed, confirmation=seen)
    assert refused.value.code == "changed"
    assert see_county(COUNTY).seq == seen.seq + 1
    assert schemas() == [f"c{COUNTY}", f"c{OTHER}"]


def test_a_long_transaction_is_not_waited_for(packed: Packed, tmp_path: Path) -> None:
    seen = see_county(COUNTY)
    with psycopg.connect(database_url()) as holder:
        holder.execute(f"LOCK TABLE c{COUNTY}.network_station IN ROW EXCLUSIVE MODE")
        with pytest.raises(Conflict) as refused:
            restore(packed)
        assert (refused.value.code, COUNTY in refused.value.detail) == ("locked", True)
        holder.execute(f"LOCK TABLE c{COUNTY}.network_station IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(Conflict) as refused:
            export_county(code=COUNTY, to=tmp_path / "a.qzc", passphrase=PASSPHRASE, actor=SYSTEM)
        assert refused.value.code == "locked"
        holder.rollback()
    assert see_county(COUNTY) == seen
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("no_copy")
def test_a_rehearsal_copy_is_marked_and_seen_by_nobody_else(packed: Packed) -> None:
    restore(packed)
    before = [list(table.objects.order_by("id").values()) for table in ROLLUP]
    seals = list(Seal.objects.values_list("county_code", "seq", "digest"))
    copy = restore(packed, as_code=COPY)
    assert (copy.rehearsal_of, copy.state, copy.schema_name) == (COUNTY, "ACTIVE", f"c{COPY}")
    original = County.objects.get(code=COUNTY)
    assert unwrap(copy.wrapped_key) == unwrap(original.wrapped_key)
    assert copy.public_key != original.public_key
    user = User.objects.get(username=packed.user)
    answered = ask_everything(COPY, user)
    assert answered.pop("/api/v1/me") != packed.answers["/api/v1/me"]
    assert answered == {k: v for k, v in packed.answers.items() if k != "/api/v1/me"}
    page = client_for(user, COPY).get("/").content.decode()
    assert page.count(f"{COUNTY} 的演练副本") == 1
    assert "演练副本" not in client_for(user).get("/").content.decode()
    with county_context(COPY):
        assert list(find_breaks()) == []
        assert Job.objects.filter(state__in=["WAITING", "RUNNING"]).count() == 0
        facts = {"level": "STATION", "name": "演练", "division_code": "510402200"}
        made = open_station(actor=Actor.system(COPY), **facts)
        assert made.code == "510402-S003"
        with pytest.raises(Conflict):
            mark_reform_affected(codes=["510402200"], actor=Actor.system(COPY))
    assert [list(table.objects.order_by("id").values()) for table in ROLLUP] == before
    assert (
        list(Seal.objects.filter(county_code=COUNTY).values_list("county_code", "seq", "digest"))
        == seals
    )
    call_command("verify_rollups", stdout=StringIO())


@pytest.mark.usefixtures("no_copy")
def test_an_order_given_again_is_not_done_again(packed: Packed) -> None:
    """A worker that takes over after the swap finds the code in use: by the order itself."""
    order = uuid4()
    copy = restore(packed, as_code=COPY, order=order)
    with county_context(COPY):
        record(actor=Actor.system(COPY), action="test", obj=copy)
    seen = see_county(COPY)
    assert restore(packed, as_code=COPY, order=order) == copy
    assert see_county(COPY) == seen
    assert CountyEvent.objects.filter(county_code=COPY).count() == 1


@pytest.mark.parametrize("code", ["5199", "51990a", "510403", OTHER])
def test_a_copy_needs_a_code_that_nobody_has(packed: Packed, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        restore(packed, as_code=code)
    assert refused.value.errors[0].given == code
    assert schemas() == [f"c{COUNTY}", f"c{OTHER}"]


@pytest.mark.parametrize("host", [f"{OTHER}.localhost", "ops.localhost", "localhost", "a b"])
def test_a_copy_needs_a_host_name_that_may_be_had(packed: Packed, host: str) -> None:
    with pytest.raises(Invalid) as refused:
        restore(packed, as_code=COPY, host=host)
    assert (refused.value.errors[0].field, refused.value.errors[0].given) == ("host", host)
    assert schemas() == [f"c{COUNTY}", f"c{OTHER}"]


def test_a_host_name_taken_meanwhile_is_refused(
    packed: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the other county came between the check and the swap."""
    host = f"{OTHER}.localhost"
    monkeypatch.setattr("tenants.archive.restore.check_host", lambda name, **given: name)
    with pytest.raises(Invalid) as refused:
        restore(packed, as_code=COPY, host=host)
    assert (refused.value.errors[0].field, refused.value.errors[0].given) == ("host", host)
    assert County.objects.filter(code=COPY).count() == 0
    assert schemas() == [f"c{COUNTY}", f"c{OTHER}"]
    assert list(files.list_files(COPY)) == []


def test_a_county_whose_schema_was_lost_comes_back(packed: Packed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA c{COUNTY} CASCADE")
    assert see_county(COUNTY) == Confirmation(COUNTY, 0, "")
    restore(packed)
    assert see_county(COUNTY).digest == packed.manifest.head["chain"]["digest"]


def test_a_schema_without_a_county_is_never_taken_over(packed: Packed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA c{COPY}")
        try:
            with pytest.raises(Conflict) as refused:
                restore(packed, as_code=COPY)
        finally:
            cursor.execute(f"DROP SCHEMA c{COPY}")
    assert refused.value.code == "schema_exists"


def test_an_unknown_county_is_not_exported(tmp_path: Path) -> None:
    for code in ("519999", "../510402", ""):
        with pytest.raises(DomainError) as refused:
            export_county(code=code, to=tmp_path / "a", passphrase=PASSPHRASE, actor=SYSTEM)
        assert refused.value.code == "not_found"
    assert list(tmp_path.iterdir()) == []


def test_a_newer_version_is_refused_by_name(
    packed: Packed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = ["network", "9999_from_the_future"]
    known = export.read_history
    monkeypatch.setattr(export, "read_history", lambda *given: [*known(*given), later])
    file = tmp_path / "newer.qzc"
    export_county(code=COUNTY, to=file, passphrase=PASSPHRASE, actor=SYSTEM)
    seen = see_county(COUNTY)
    with pytest.raises(DomainError) as refused:
        restore(packed, file=file)
    assert refused.value.code == "newer_version"
    assert ".".join(later) in refused.value.detail
    assert see_county(COUNTY) == seen


def test_damage_after_good_parts_changes_nothing(packed: Packed, tmp_path: Path) -> None:
    archive = bytearray(packed.file.read_bytes())
    seen = see_county(COUNTY)
    for name, content, code in (
        ("flipped", archive[:-40] + bytes([archive[-40] ^ 1]) + archive[-39:], "damaged"),
        ("cut", archive[: len(archive) // 2], "truncated"),
    ):
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(DomainError) as refused:
            restore(packed, file=file)
        assert refused.value.code == code
        with pytest.raises(DomainError) as refused:
            restore(packed, file=file, as_code=COPY)
        assert refused.value.code == code
    assert see_county(COUNTY) == seen
    assert schemas() == [f"c{COUNTY}", f"c{OTHER}"]
    assert list(files.list_files(COPY)) == []
    assert County.objects.filter(code=COPY).count() == 0


def test_one_restore_of_a_county_at_a_time(packed: Packed) -> None:
    with psycopg.connect(database_url()) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [stage.LOCK_SPACE, int(COUNTY)])
        with pytest.raises(Conflict) as refused:
            restore(packed)
    assert refused.value.code == "restoring"


def test_the_files_are_those_of_the_archive(packed: Packed) -> None:
    restore(packed)
    stray = Path(settings.FILES_ROOT) / COUNTY / "ab" / ("ab" + "0" * 62)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"no row names it")
    restore(packed)
    with county_context(COUNTY):
        named = set(StoredFile.objects.values_list("digest", flat=True))
        assert Evaluation.objects.count() > 0
    assert {path.name for path, _at in files.list_files(COUNTY)} == named


def test_a_rubric_that_was_never_published_here_comes_along(packed: Packed) -> None:
    """And another one under the same number keeps the county out."""
    assert RubricVersion.objects.count() == 0
    restore(packed)
    (version,) = RubricVersion.objects.all()
    assert version.rubric.digest == version.digest
    restore(packed)
    assert list(RubricVersion.objects.all()) == [version]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE rubrics_rubricversion SET digest = %s", ["0" * 64])
    seen = see_county(COUNTY)
    with pytest.raises(Conflict) as refused:
        restore(packed)
    assert refused.value.code == "version_taken"
    assert (version.digest[:12] in refused.value.detail, "0" * 12 in refused.value.detail) == (
        True,
        True,
    )
    assert see_county(COUNTY) == seen
