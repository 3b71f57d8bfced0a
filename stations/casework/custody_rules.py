"""Reading data/retention.yaml and data/custody.yaml: how long what is kept, and by when."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from stations.casework.custody_enums import RetentionRule, RuleTopic
from stations.casework.data_file import read_data


@dataclass(frozen=True)
class Keeping:
    """Until when something is kept, and by which rule of retention.yaml."""

    rule: RetentionRule
    until: date


def load_custody() -> dict[str, Any]:
    return read_data("custody")  # type: ignore[no-any-return]


def load_retention() -> dict[str, dict[str, Any]]:
    """The file's rules with the county's own years in them (X27)."""
    # Here because the models load their rules, and these load this file.
    from stations.casework.queries.county_rule import rule_in_force

    own = rule_in_force(RuleTopic.RETENTION)
    return {
        kind: {name: own.get(f"{kind}_{name}", value) for name, value in rule.items()}
        for kind, rule in read_data("retention").items()
    }


def keep_case(closed_on: date, born_on: date | None) -> Keeping:
    """How long a closed case is kept (X27): by whether the person was a minor at its end.

    Who has no known day of birth counts as an adult.
    """
    rule = load_retention()["case"]
    of_age = add_years(born_on, rule["minor_until_age"]) if born_on else None
    if of_age is None or of_age <= closed_on:
        return Keeping(RetentionRule.ADULT, add_years(closed_on, rule["adult_years"]))
    return Keeping(RetentionRule.MINOR, add_years(of_age, rule["minor_years"]))


def keep_since(kind: str, day: date) -> date:
    """The last day on which a record of this kind is kept, counted from its day."""
    return add_years(day, load_retention()[kind]["years"])


def born_by(today: date) -> date:
    """Who was born after this day is a minor today: their file is open to few (X10)."""
    return add_years(today, -load_custody()["minor_below_years"])


def is_minor(born_on: date | None, today: date) -> bool:
    """False when the day of birth is not known."""
    return born_on is not None and born_on > born_by(today)


def kinds_of_minors() -> list[str]:
    """The kinds by which somebody without a known day of birth is taken for a minor (X10)."""
    return list(load_custody()["kinds_of_minors"])


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has no such day (Civil
    Code, article 202)."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def add_years(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
