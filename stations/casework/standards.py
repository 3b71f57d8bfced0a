"""What data/*.yaml say about risk, alerts, needs and kinds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from stations.casework.catalogue import Label
from stations.casework.data_file import read_data
from stations.casework.enums import (
    AlertKind,
    Category,
    Grade,
    GuardianRisk,
    KindFamily,
    NeedDimension,
    NeedKind,
    Talent,
)
from stations.network.enums import InstitutionKind

RESPECTS = ("health", "mind", "living", "guard")
CARE = ("guardian_kind", "ability", "parents_away", "contact", "schooling")


@dataclass(frozen=True)
class Family:
    """Kinds of persons that belong together, and the clause that asks for them."""

    family: KindFamily
    clause: str
    kinds: tuple[Category, ...]


@cache
def families() -> tuple[Family, ...]:
    """Raises ValueError when a kind stands in no family, in two, or is none."""
    rows = tuple(
        Family(KindFamily(row["family"]), row["clause"], tuple(map(Category, row["kinds"])))
        for row in read_data("kinds")
    )
    named = [kind for row in rows for kind in row.kinds]
    if sorted(named) != sorted(Category):
        raise ValueError("kinds.yaml: each kind stands in exactly one family")
    return rows


@dataclass(frozen=True)
class PersonGroup:
    """Kinds that a clause speaks of together (data/groups.yaml); groups overlap."""

    key: str
    clause: str
    label: Label
    kinds: tuple[Category, ...]


@cache
def person_groups() -> dict[str, PersonGroup]:
    """By key. Raises ValueError for a kind that is none."""
    return {
        row["group"]: PersonGroup(
            row["group"],
            row["clause"],
            Label(row["zh"], row["en"]),
            tuple(map(Category, row["kinds"])),
        )
        for row in read_data("groups")
    }


@dataclass(frozen=True)
class Target:
    """Whom a section of services is for and where (C61-C68): ``begin`` of their codes,
    ``institution`` "" for anywhere, ``eligible`` in the standard's words."""

    begin: str
    institution: str
    with_household: bool
    eligible: tuple[Label, ...]
    kinds: tuple[Category, ...]


@cache
def targets() -> tuple[Target, ...]:
    """The sections that are not for everybody. Raises ValueError for a kind of person or of
    institution that is none."""
    return tuple(_target(begin, row) for begin, row in read_data("services")["targets"].items())


def target_of(service: str) -> Target | None:
    """Whom a service is for; None: everybody, anywhere."""
    return next((each for each in targets() if service.startswith(each.begin)), None)


def _target(begin: str, row: dict[str, Any]) -> Target:
    groups, institution = person_groups(), row.get("institution", "")
    kinds = [
        kind
        for ground in row["eligible"]
        for name in ground["kinds"]
        for kind in (groups[name].kinds if name in groups else (Category(name),))
    ]
    return Target(
        begin=begin,
        institution=InstitutionKind(institution).value if institution else "",
        with_household=row.get("with_household", False),
        eligible=tuple(Label(ground["zh"], ground["en"]) for ground in row["eligible"]),
        kinds=tuple(dict.fromkeys(kinds)),
    )


def group_choices() -> list[tuple[str, Any]]:
    """The groups of a choice list."""
    return [(group.key, group.label) for group in person_groups().values()]


def grouped_kinds() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The choices of a list of kinds, by family."""
    return [
        (row.family.label, [(kind.value, kind.label) for kind in row.kinds]) for row in families()
    ]


def dimension_of(kind: str) -> NeedDimension:
    """The dimension of a kind of need unless another is chosen (Z03)."""
    return NeedDimension(read_data("needs")[NeedKind(kind)])


def talents_for(need: str) -> list[Talent]:
    """Which talents of others may meet a kind of need (Z10)."""
    return [Talent(each) for each in read_data("helpers")[NeedKind(need)]]


def risk_score(answers: Mapping[str, str]) -> int:
    """The points of the four answers together."""
    points = read_data("risk")["points"]
    return sum(int(points[name][Grade(answers[name])]) for name in RESPECTS)


def suggested_level(answers: Mapping[str, str], major_change: bool) -> int:
    """The visit level that the answers ask for: the strictest of score, grave answer, change."""
    rules, score = read_data("risk"), risk_score(answers)
    levels = [next(row["level"] for row in rules["levels"] if score >= row["from_score"])]
    levels += [
        level for name, level in rules["grave"].items() if answers[name] == Grade.GRAVE.value
    ]
    if major_change:
        levels.append(rules["major_change"])
    return int(min(levels))


def guardian_risk(answers: Mapping[str, str]) -> GuardianRisk:
    """What the answers about the care for a child come to (G3251)."""
    rules = read_data("risk")["guardianship"]
    score = sum(int(rules["points"][name][answers[name]]) for name in CARE)
    return GuardianRisk(
        next(row["result"] for row in rules["results"] if score >= row["from_score"])
    )


def days_until_again(result: str) -> int:
    """After how many days the care is to be assessed again."""
    return int(read_data("risk")["guardianship"]["again_after_days"][GuardianRisk(result)])


def child_below_years() -> int:
    """Up to what age a child's care is assessed."""
    return int(read_data("risk")["guardianship"]["below_years"])


def alert_rule(kind: AlertKind) -> dict[str, Any]:
    """The numbers of one alert rule."""
    return dict(read_data("alerts")[kind.value])
