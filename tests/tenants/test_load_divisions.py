"""Loading provinces: from the product's own list, and from made-up ones with every flaw."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from kernel.errors import Invalid
from tenants.data.files import FILES, FOLDER, read_divisions
from tenants.data.pack import pack
from tenants.domain.division import load_divisions
from tenants.models import Division, DivisionRelease

pytestmark = pytest.mark.django_db

FIRST = date(2020, 1, 1)
PLAIN = {
    "provinces": [("99", "试验省"), ("98", "别的省")],
    "cities": [("9901", "试验市")],
    "areas": [("990101", "有乡县"), ("990102", "空县")],
    "streets": [("990101001", "东街道"), ("990101100", "西镇")],
    "villages": [("990101001001", "一社区"), ("990101100201", "二村")],
}


def write_source(folder: Path, **changes: list[tuple[str, str]]) -> Path:
    """A source folder of plain CSV files; `changes` replaces the rows of a file."""
    for name, rows in (PLAIN | changes).items():
        lines = ["code,name", *(f'{code},"{title}"' for code, title in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def below(code: str) -> dict[str, int]:
    """Rows of each level whose code begins with this one."""
    rows = Division.objects.filter(code__startswith=code)
    return {
        level: rows.filter(level=level).count()
        for level in ("PROVINCE", "PREFECTURE", "COUNTY", "TOWNSHIP", "VILLAGE")
    }


def row_versions(code: str) -> dict[str, str]:
    """Which transaction wrote each row last: equal before and after means untouched."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, xmin::text || ctid::text FROM tenants_division WHERE code LIKE %s",
            [f"{code}%"],
        )
        return dict(cursor.fetchall())


def test_own_list_of_sichuan() -> None:
    Division.objects.all().delete()

    report = load_divisions(provinces=["51"])

    assert below("51") == {
        "PROVINCE": 1,
        "PREFECTURE": 21,
        "COUNTY": 183,
        "TOWNSHIP": 3111,
        "VILLAGE": 34412,
    }
    assert (report.new, report.renamed, report.doubled) == (37728, 0, [])
    assert below("5104") == {
        "PROVINCE": 0,
        "PREFECTURE": 1,
        "COUNTY": 5,
        "TOWNSHIP": 49,
        "VILLAGE": 336,
    }
    assert [(below(code)["TOWNSHIP"], below(code)["VILLAGE"]) for code in FIVE] == [
        (6, 47),
        (6, 26),
        (14, 89),
        (11, 86),
        (12, 88),
    ]
    village = Division.objects.get(code="510402002001")
    assert (village.parent_code, village.valid_from, village.valid_to) == ("510402002", FIRST, None)
    assert not Division.objects.exclude(code__startswith="51").exists()


FIVE = ("510402", "510403", "510411", "510421", "510422")


def test_own_list_holds_all_china() -> None:
    counts = {file.level: sum(1 for _ in read_divisions(FOLDER, file)) for file in FILES}

    assert counts == {
        "PROVINCE": 31,
        "PREFECTURE": 342,
        "COUNTY": 2978,
        "TOWNSHIP": 41352,
        "VILLAGE": 620573,
    }
    assert "WTFPL" in (FOLDER / "LICENSE.txt").read_text()


def test_several_provinces_and_no_other(tmp_path: Path) -> None:
    source = write_source(tmp_path, provinces=[("99", "甲"), ("98", "乙"), ("97", "丙")])

    load_divisions(provinces=["99", "97"], source=source)

    loaded = Division.objects.filter(code__startswith="9").values_list("code", flat=True)
    assert sorted(loaded) == [
        "97",
        "99",
        "9901",
        "990101",
        "990101001",
        "990101001001",
        "990101100",
        "990101100201",
        "990102",
    ]


def test_empty_county_is_loaded_without_children(tmp_path: Path) -> None:
    load_divisions(provinces=["99"], source=write_source(tmp_path))

    assert Division.objects.get(code="990102").name == "空县"
    assert not Division.objects.filter(parent_code="990102").exists()


def test_doubled_code_keeps_its_first_name(tmp_path: Path) -> None:
    doubled = [("990101001", "先名"), ("990101001", "后名"), ("990101100", "西镇")]

    report = load_divisions(provinces=["99"], source=write_source(tmp_path, streets=doubled))

    assert report.doubled == ["990101001"]
    assert Division.objects.get(code="990101001").name == "先名"
    assert report.rows["TOWNSHIP"] == 2


def test_untrimmed_name_is_trimmed(tmp_path: Path) -> None:
    source = write_source(tmp_path, areas=[(" 990101", " 有乡县\t"), ("990102", "　空县 ")])

    load_divisions(provinces=["99"], source=source)

    counties = Division.objects.filter(code__startswith="9901", level="COUNTY")
    assert list(counties.values_list("code", "name")) == [("990101", "有乡县"), ("990102", "空县")]


def test_second_load_touches_nothing(tmp_path: Path) -> None:
    source = write_source(tmp_path)
    load_divisions(provinces=["99"], source=source)
    before = row_versions("99")

    report = load_divisions(provinces=["99"], source=source)

    assert (report.unchanged, report.rows.total(), report.new) == (["99"], 0, 0)
    assert row_versions("99") == before
    assert len(before) == 8


def test_newer_list_of_a_loaded_province_is_proposed_and_not_written(tmp_path: Path) -> None:
    source = write_source(tmp_path)
    load_divisions(provinces=["99"], source=source)
    before = row_versions("99")

    write_source(source, streets=[("990101001", "东街道"), ("990101100", "西城镇")])
    report = load_divisions(provinces=["99"], source=source)

    assert (report.new, report.renamed, report.proposed) == (0, 0, 1)
    assert row_versions("99") == before


def test_list_loaded_before_releases_were_noted_keeps_the_countys_marks(tmp_path: Path) -> None:
    source = write_source(tmp_path)
    load_divisions(provinces=["99"], source=source)
    DivisionRelease.objects.all().delete()
    Division.objects.filter(code="990101100").update(reform_affected=True, densely_populated=True)

    write_source(source, streets=[("990101001", "东街道"), ("990101100", "西城镇")])
    report = load_divisions(provinces=["99"], source=source)

    assert (report.new, report.renamed) == (0, 1)
    town = Division.objects.get(code="990101100")
    assert (town.name, town.reform_affected, town.densely_populated) == ("西城镇", True, True)


def test_later_load_leaves_the_recorded_history_alone(tmp_path: Path) -> None:
    source = write_source(tmp_path)
    load_divisions(provinces=["99"], source=source)
    ended = date(2024, 5, 1)
    Division.objects.filter(code="990101001").update(valid_to=ended, successors=["990101100"])
    Division.objects.filter(code="990101100").update(valid_to=ended, successors=["990101100"])
    Division.objects.create(
        code="990101100", level="TOWNSHIP", name="西城镇", parent_code="990101", valid_from=ended
    )

    DivisionRelease.objects.all().delete()
    write_source(source, streets=[("990101001", "改名街道"), ("990101100", "西城镇")])
    report = load_divisions(provinces=["99"], source=source)

    assert (report.new, report.renamed) == (0, 0)
    towns = Division.objects.filter(level="TOWNSHIP", code__startswith="99")
    assert list(towns.order_by("code", "valid_from").values_list("name", "valid_to")) == [
        ("东街道", ended),
        ("西镇", ended),
        ("西城镇", None),
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"streets": [("99010100", "短")]}, "streets.csv, line 2: code is '99010100'"),
        ({"streets": [("99010100X", "字")]}, "streets.csv, line 2: code is '99010100X'"),
        ({"villages": [("990101001001", "  ")]}, "villages.csv, line 2: name is '  '"),
        ({"cities": [("9901", "长" * 61)]}, "cities.csv, line 2: name is"),
    ],
)
def test_bad_row_is_refused_with_file_and_line(
    tmp_path: Path, changes: dict[str, list[tuple[str, str]]], message: str
) -> None:
    with pytest.raises(Invalid) as refused:
        load_divisions(provinces=["99"], source=write_source(tmp_path, **changes))

    assert refused.value.detail.startswith(message)
    assert not Division.objects.filter(code__startswith="99").exists()


def test_missing_file_and_column_are_named(tmp_path: Path) -> None:
    source = write_source(tmp_path)
    (source / "villages.csv").unlink()
    with pytest.raises(Invalid, match=r"holds neither villages\.csv\.xz nor villages\.csv"):
        load_divisions(provinces=["99"], source=source)

    (source / "villages.csv").write_text("id,title\n1,x\n")
    with pytest.raises(Invalid, match=r"villages\.csv, line 1: columns is 'id, title'"):
        load_divisions(provinces=["99"], source=source)


def test_unknown_province_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"^52: .* \(98, 99\)$"):
        call_command("load_divisions", "52", source=write_source(tmp_path), verbosity=0)


def test_command_tells_what_it_did(tmp_path: Path) -> None:
    out = StringIO()

    call_command("load_divisions", "99", source=write_source(tmp_path), stdout=out)

    assert out.getvalue() == (
        "province 1, prefecture 1, county 2, township 2, village 2; new 8, renamed 0\n"
    )


def test_pack_keeps_code_and_name_and_is_deterministic(tmp_path: Path) -> None:
    source, first, second = (tmp_path / name for name in ("source", "first", "second"))
    for folder in (source, first, second):
        folder.mkdir()
    write_source(source)

    written = pack(source, first)
    pack(first, second)

    assert [path.name for path in written] == [
        "provinces.csv.xz",
        "cities.csv.xz",
        "areas.csv.xz",
        "streets.csv.xz",
        "villages.csv.xz",
    ]
    assert [path.read_bytes() for path in written] == [
        (second / path.name).read_bytes() for path in written
    ]
    load_divisions(provinces=["99"], source=first)
    assert below("99") == {"PROVINCE": 1, "PREFECTURE": 1, "COUNTY": 2, "TOWNSHIP": 2, "VILLAGE": 2}
