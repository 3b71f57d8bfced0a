"""What to look at on a visit, by whom it is to (data/visit_templates.yaml)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from stations.casework.catalogue import Label
from stations.casework.data_file import read_data
from stations.casework.enums import Category, DisabilityKind
from stations.casework.models.visit import FORM
from stations.casework.sections import sections_of
from stations.casework.standards import person_groups

# What a county says of a template (models/county_rule.py).
OFFERED, HIDDEN = "OFFERED", "HIDDEN"


@dataclass(frozen=True)
class Template:
    """Hints for the sections of a visit's note, by the key of the section, and for whom they are.

    One that goes by the kind of a disability is not carried by phones.
    """

    key: str
    label: Label
    kinds: frozenset[str]
    disabilities: frozenset[str]
    hints: Mapping[str, Label]

    @property
    def is_carried(self) -> bool:
        return not self.disabilities


@cache
def visit_templates() -> tuple[Template, ...]:
    """In the order in which they count. Raises ValueError for an unknown kind or section, and
    KeyError for an unknown group."""
    return tuple(_read(row) for row in read_data("visit_templates")["templates"])


def choose(
    held: Iterable[tuple[str, str]], offered: Iterable[Template] | None = None
) -> Template | None:
    """The first of those offered (else of all) for a person of these (kind, kind of disability)."""
    known = list(held)
    kinds, disabilities = {kind for kind, _ in known}, {other for _, other in known}
    return next(
        (
            template
            for template in (visit_templates() if offered is None else offered)
            if template.kinds & kinds or template.disabilities & disabilities
        ),
        None,
    )


def _read(row: dict[str, Any]) -> Template:
    groups = person_groups()
    kinds = {kind for group in row.get("groups", ()) for kind in groups[group].kinds}
    hints = {key: Label(hint["zh"], hint["en"]) for key, hint in row["hints"].items()}
    if unknown := set(hints) - {section.key for section in sections_of(FORM)}:
        raise ValueError(f"visit_templates.yaml: no sections of a visit: {sorted(unknown)}")
    return Template(
        row["template"],
        Label(row["zh"], row["en"]),
        frozenset(str(kind) for kind in [*kinds, *map(Category, row.get("kinds", ()))]),
        frozenset(str(DisabilityKind(each)) for each in row.get("disabilities", ())),
        hints,
    )
