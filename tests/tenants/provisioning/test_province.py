"""A province at once: from a file or the divisions, checked whole before the first county."""

import pytest
from django.core.management import CommandError, call_command

from kernel.access.actor import Actor
from kernel.errors import Forbidden, Invalid
from kernel.jobs.registry import find_handler
from kernel.operations.models import Operation
from tenants.domain.province import CountyRow, add_counties, read_counties, rows_of_province
from tenants.jobs.province import ADD_PROVINCE, add_province, ask_for_province
from tenants.models import County, Division, Domain
from tests.conftest import COUNTY_CODE
from tests.fixtures.people import make_official
from tests.tenants.provisioning.schemas import names_of_schemas

SYSTEM = Actor.system(None)
ALL = ["510402", "510403", "510411", "510421", "510422"]


def add(rows: list[CountyRow], **options: object):
    return add_counties(rows, actor=SYSTEM, connections=1, **options)


def faults_of(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(each.field, each.given) for each in refused.value.errors]


def test_every_county_of_a_province_is_made_once(counties):
    rows = rows_of_province("51")
    assert [row.code for row in rows] == ALL
    seen: list[tuple[int, int]] = []

    report = add(rows, progress=lambda done, total: seen.append((done, total)))

    assert (report.made, report.kept) == (["510403", "510411", "510422"], ["510402", "510421"])
    assert report.failed == {}
    assert seen == [(2, 5), (3, 5), (4, 5), (5, 5)]
    assert names_of_schemas("^c[0-9]{6}$") == [f"c{code}" for code in ALL]

    again = add(rows_of_province("51"))
    assert (again.made, again.kept) == ([], ALL)


def test_divisions_that_are_not_loaded_yet_are_attached(counties):
    """Ningxia (64): the smallest of the list by counties."""
    rows = rows_of_province("64")

    assert len(rows) == Division.objects.filter(code__startswith="64", level="COUNTY").count() > 9
    assert Division.objects.filter(code__startswith=rows[0].code, level="VILLAGE").exists()


def test_a_province_that_is_none_is_refused(counties):
    with pytest.raises(Invalid) as refused:
        rows_of_province("99")

    assert faults_of(refused) == [("province", "99")]


def test_a_file_says_names_hosts_and_tags(counties):
    lines = [
        "\ufeffcode,name,host,tags",
        "510403,西区民政局,XiQu.localhost,SOCIAL_WORK; COMMUNITY_GOVERNANCE",
        "510411,,,",
    ]

    report = add(read_counties(lines), is_trial=True)

    assert report.made == ["510403", "510411"]
    west = County.objects.get(code="510403")
    assert (west.name, west.is_trial) == ("西区民政局", True)
    assert west.tags == ["SOCIAL_WORK", "COMMUNITY_GOVERNANCE"]
    hosts = Domain.objects.filter(tenant__code__in=report.made).order_by("tenant__code")
    assert list(hosts.values_list("domain", flat=True)) == ["xiqu.localhost", "510411.localhost"]
    assert County.objects.get(code="510411").name == "仁和区"


def test_bad_rows_are_named_with_line_field_and_value_and_nothing_is_made(counties):
    lines = [
        "code,host,tags",
        "510403,west.localhost,",
        "51041,,",
        "999999,,",
        "510411,510402.localhost,",
        "510422,WEST.localhost,NO_SUCH",
        "510403,other.localhost,",
        "510402,ops.localhost,",
    ]

    with pytest.raises(Invalid) as refused:
        add(read_counties(lines))

    assert faults_of(refused) == [
        ("3.code", "51041"),
        ("4.code", "999999"),
        ("5.host", "510402.localhost"),
        ("6.host", "west.localhost"),
        ("6.tags", "NO_SUCH"),
        ("7.code", "510403"),
        ("8.host", "ops.localhost"),
    ]
    allowed = {each.field: each.allowed for each in refused.value.errors}
    assert allowed["6.tags"] == ["SOCIAL_WORK", "COMMUNITY_GOVERNANCE"]
    assert names_of_schemas("^c[0-9]{6}$") == ["c510402", "c510421"]


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([], "columns"),
        (["name", "x"], "columns"),
        (["code,color", "510403,red"], "columns"),
        (["code,name", "510403,West,east"], "2"),
    ],
)
def test_a_file_that_is_none_is_refused(lines, field):
    with pytest.raises(Invalid) as refused:
        read_counties(lines)

    assert refused.value.errors[0].field == field


def test_only_operators_make_provinces(counties):
    outsider = Actor(SYSTEM.user_uuid, "x", None, ())

    with pytest.raises(Forbidden):
        add_counties([CountyRow("510403")], actor=outsider)


def test_the_command_names_every_fault(counties, tmp_path):
    file = tmp_path / "counties.csv"
    file.write_text("code,tags\n51041,\n510403,NO_SUCH\n", encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        call_command("add_province", "--csv", str(file), "--verbosity", "0")

    first, second = str(refused.value).splitlines()
    assert first.startswith("2.code: ")
    assert second.startswith("3.tags: ")
    assert second.endswith("allowed: ['SOCIAL_WORK', 'COMMUNITY_GOVERNANCE'])")


def test_the_command_checks_without_making(counties, capsys):
    call_command("add_province", "--province", "51", "--check", "--verbosity", "0")

    assert capsys.readouterr().out == "5 rows are good; 2 are there already.\n"
    assert names_of_schemas("^c[0-9]{6}$") == ["c510402", "c510421"]


def test_a_missing_file_is_named(counties, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("add_province", "--csv", str(tmp_path / "none.csv"))


class Run:
    """A run of the operation as its handler sees it."""

    def __init__(self, asked: Operation) -> None:
        self.payload, self.created_by = asked.payload, asked.created_by
        self.seen: list[tuple[int, int]] = []

    def progress(self, done: int, total: int) -> None:
        self.seen.append((done, total))


def test_an_operation_makes_the_counties(counties):
    from kernel.access.queries import actor_of

    operator = actor_of(make_official("PLATFORM"))
    asked = ask_for_province(actor=operator, text="code,host\n510403,west.localhost\n510402,\n")
    run = Run(asked)

    result = find_handler(ADD_PROVINCE)(run)

    assert find_handler(ADD_PROVINCE) is add_province
    assert (result["made"], result["kept"]) == (["510403"], [COUNTY_CODE])
    assert run.seen == [(1, 2), (2, 2)]
    assert Domain.objects.get(tenant__code="510403").domain == "west.localhost"


@pytest.mark.parametrize("given", [{}, {"province": "51", "text": "code\n510403\n"}])
def test_an_operation_is_for_a_province_or_a_file(counties, given):
    with pytest.raises(Invalid):
        ask_for_province(actor=SYSTEM, **given)
    assert Operation.objects.count() == 0
