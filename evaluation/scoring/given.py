"""What is handed in for one station and one year, and what is refused of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from evaluation.scoring.codec import to_data

MOST_SHOWN = 200


@dataclass(frozen=True)
class SheetInput:
    """One station's inputs for one year, as given: nothing here has been checked yet.

    `inputs` maps indicator ids to their inputs by key, or to {"na": True}. Decimals are
    Decimal or quoted text, never float. `opened_on` is a date or its text YYYY-MM-DD.
    """

    year: int
    track: str
    opened_on: date | str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    vetoes: Sequence[str] = ()
    caps: Sequence[str] = ()
    bonus: Mapping[str, Any] = field(default_factory=dict)


class Allowed(str):
    """What is allowed, as text; `template` and `values` let a page say it in its language."""

    template: str
    values: Mapping[str, str]

    def __new__(cls, template: str, **values: Any) -> "Allowed":
        texts = {name: str(value) for name, value in values.items()}
        made = super().__new__(cls, template % texts if texts else template)
        made.template, made.values = template, texts
        return made


@dataclass(frozen=True)
class Refusal:
    """One value that cannot be: where ("C05.volunteers"), what was given, what is allowed.

    `message` is one of a fixed set of texts, so that it can be translated.
    """

    path: str
    message: str
    given: Any
    allowed: Allowed

    def __str__(self) -> str:
        given = json.dumps(to_data(self.given), ensure_ascii=False)[:MOST_SHOWN]
        return f"{self.path}: {self.message}, given {given}, allowed {self.allowed}"


class Refused(ValueError):
    """Nothing was scored: the refusals in reporting order."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(str(each) for each in refusals))
        self.refusals = tuple(refusals)
