"""Records that name a station for a figure and do not count, each with the reason."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from evaluation.facts import c18
from evaluation.facts.queries.behind import SOURCES, describe, label_of
from evaluation.facts.scope import FactScope
from kernel.access.actor import Actor

MOST = 50  # rows on the page of a figure

QUERY = f"""{c18.VERDICTS}
SELECT kind, uuid, against, trained FROM judged WHERE against IS NOT NULL
ORDER BY issued_on DESC, kind, uuid LIMIT %(most)s
"""

REASONS = {
    "LEVEL": _("The certificate's level does not count."),
    "LATER": _("The person held a certificate before; only the first counts."),
    "TIME": _("The certificate lies outside the time that counts."),
    "UNSHOWN": _(
        "No work there, and {hours} of {needed} hours of training there, in the {months} months "
        "before the exam was passed."
    ),
}


@dataclass(frozen=True)
class UncountedRow:
    """A record in words, masked as access allows, and why it does not count."""

    kind_text: str | Promise
    label: str
    on: date | None
    why: str | Promise


def uncounted(indicator: str, scope: FactScope, actor: Actor) -> list[UncountedRow]:
    """The latest such records of the scope's stations, as they are now; only C18 has any.

    The caller has reached the evaluation through its ``restrict``.
    """
    if indicator != c18.INDICATOR:
        return []
    values = scope.params() | c18.values_of(scope) | {"most": MOST}
    with connection.cursor() as cursor:
        cursor.execute(QUERY, values)
        rows = cursor.fetchall()
    lines = describe([(kind, uuid) for kind, uuid, *_rest in rows], actor)
    return [
        UncountedRow(SOURCES[kind].title, label_of(line), line.on, _why(scope, against, trained))
        for kind, uuid, against, trained in rows
        if (line := lines.get((kind, UUID(str(uuid)))))
    ]


def _why(scope: FactScope, against: str, trained: object) -> str | Promise:
    return format_lazy(
        REASONS[against],
        hours=f"{trained or 0}",
        needed=scope.definitions.cultivation_hours,
        months=scope.definitions.cultivation_months,
    )
