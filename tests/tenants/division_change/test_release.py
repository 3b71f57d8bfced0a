"""A newer list of a loaded province: what it proposes, and what it leaves alone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.errors import Invalid
from tenants.domain.division import load_divisions
from tenants.domain.division_change import carry_out, reject_change
from tenants.models import Division, DivisionChange, DivisionRelease
from tenants.queries.division import in_force

pytestmark = pytest.mark.django_db

DAY = date(2024, 5, 1)
LIST = {
    "99": "试验省",
    "9901": "试验市",
    "990101": "甲县",
    "990102": "乙县",
    "990101001": "东街道",
    "990101100": "西镇",
    "990101200": "北乡",
    "990102100": "南镇",
    "990101001001": "一社区居民委员会",
    "990101100201": "二村村民委员会",
    "990101100202": "三村村民委员会",
    "990101200201": "四村村民委员会",
    "990102100201": "五村村民委员会",
}
FILES = {2: "provinces", 4: "cities", 6: "areas", 9: "streets", 12: "villages"}


@pytest.fixture
def operator(counties: None, official: Callable[..., User]) -> Actor:
    return actor_of(official("PLATFORM"))


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., int]:
    """load({code: name or None}) -> proposals made by the list with these rows changed."""

    def load_list(changed: dict[str, str | None]) -> int:
        rows = {code: name for code, name in (LIST | changed).items() if name}
        for digits, file in FILES.items():
            own = [f'{code},"{name}"' for code, name in sorted(rows.items()) if len(code) == digits]
            (tmp_path / f"{file}.csv").write_text("\n".join(["code,name", *own]), encoding="utf-8")
        return load_divisions(provinces=["99"], source=tmp_path, on=DAY).proposed

    load_list({})
    return load_list


def proposals() -> list[tuple]:
    found = DivisionChange.objects.filter(state="PROPOSED").order_by("id")
    return [
        (one.kind, one.predecessors, [tuple(pair) for pair in one.successors], one.below)
        for one in found
    ]


MERGED = {
    "990101200": None,
    "990101200201": None,
    "990101100203": "四村村民委员会",
}
CASES = {
    "renamed": (
        {"990101001": "新东街道", "990101001001": "新社区居民委员会"},
        [
            ("RENAME", ["990101001"], [("990101001", "新东街道")], {}),
            ("RENAME", ["990101001001"], [("990101001001", "新社区居民委员会")], {}),
        ],
    ),
    "village becomes community": (
        {"990101100201": None, "990101100001": "二村社区居民委员会"},
        [("TYPE_CHANGE", ["990101100201"], [("990101100001", "二村社区居民委员会")], {})],
    ),
    "town merged into another": (
        MERGED,
        [
            (
                "MERGE",
                ["990101200"],
                [("990101100", "")],
                {"990101200201": ["990101100203", "四村村民委员会"]},
            )
        ],
    ),
    "township becomes town": (
        {
            "990101200": None,
            "990101200201": None,
            "990101101": "北镇",
            "990101101201": "四村村民委员会",
        },
        [
            (
                "TYPE_CHANGE",
                ["990101200"],
                [("990101101", "北镇")],
                {"990101200201": ["990101101201", "四村村民委员会"]},
            )
        ],
    ),
    "two towns become a new one": (
        {
            **dict.fromkeys(
                ["990101100", "990101100201", "990101100202", "990101200", "990101200201"]
            ),
            "990101002": "中街道",
            "990101002001": "二村社区居民委员会",
            "990101002002": "三村社区居民委员会",
            "990101002003": "四村社区居民委员会",
        },
        [
            (
                "MERGE",
                ["990101100", "990101200"],
                [("990101002", "中街道")],
                {
                    "990101100201": ["990101002001", "二村社区居民委员会"],
                    "990101100202": ["990101002002", "三村社区居民委员会"],
                    "990101200201": ["990101002003", "四村社区居民委员会"],
                },
            )
        ],
    ),
    "town goes to another county": (
        {
            "990101200": None,
            "990101200201": None,
            "990102200": "北乡",
            "990102200201": "四村村民委员会",
        },
        [
            (
                "TRANSFER",
                ["990101200"],
                [("990102200", "北乡")],
                {"990101200201": ["990102200201", "四村村民委员会"]},
            )
        ],
    ),
    "new and gone without a name in common": (
        {"990101100202": None, "990102100202": "六村村民委员会"},
        [
            ("END", ["990101100202"], [], {}),
            ("BEGIN", [], [("990102100202", "六村村民委员会")], {}),
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_newer_list_proposes_and_carrying_out_leads_to_it(
    operator: Actor, load: Callable[..., int], case: str
) -> None:
    changed, expected = CASES[case]
    before = list(Division.objects.order_by("id").values())

    load(changed)

    assert proposals() == expected
    assert list(Division.objects.order_by("id").values()) == before
    for change in DivisionChange.objects.filter(state="PROPOSED").order_by("id"):
        carry_out(actor=operator, change=change)
    wanted = {code: name for code, name in (LIST | changed).items() if name}
    standing = in_force(DAY).filter(code__startswith="99").values_list("code", "name")
    assert dict(standing) == wanted


def test_same_list_again_proposes_nothing(load: Callable[..., int]) -> None:
    assert load(MERGED) == 1
    assert load(MERGED) == 0

    DivisionRelease.objects.update(digest="another")

    assert load(MERGED) == 0
    assert len(proposals()) == 1


def test_rejected_change_is_not_proposed_again(operator: Actor, load: Callable[..., int]) -> None:
    load(MERGED)
    reject_change(actor=operator, change=DivisionChange.objects.get(), reason="名录有误")

    assert load({**MERGED, "990102": "乙市"}) == 1
    assert proposals() == [("TYPE_CHANGE", ["990102"], [("990102", "乙市")], {})]


def test_cut_list_is_refused(load: Callable[..., int]) -> None:
    cut = {code: None for code in LIST if len(code) > 6}

    with pytest.raises(Invalid) as refused:
        load(cut)

    assert refused.value.errors[0].code == "cut_list"
    assert not DivisionChange.objects.exists()
