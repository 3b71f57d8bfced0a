"""Published versions on their way from one installation to another, with a county."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.rubrics.models import RubricVersion
from evaluation.scoring.rubric import Rubric
from kernel.errors import Conflict, Invalid

CARRIED = ("uuid", "rubric_id", "version", "digest", "content", "effective_from",
           "published_by_uuid", "published_name", "published_at")  # fmt: skip
NAMING = ("rubric_id", "version", "digest")


def pack_versions(wanted: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """The published versions of these rubrics and numbers, without row ids."""
    keys = set(wanted)
    rows = RubricVersion.objects.filter(rubric_id__in={rubric for rubric, _number in keys})
    return [
        row
        for row in rows.order_by("rubric_id", "version").values(*CARRIED)
        if (row["rubric_id"], row["version"]) in keys
    ]


@transaction.atomic
def unpack_versions(rows: Iterable[dict[str, Any]]) -> None:
    """Publish what is not published here. Raises Conflict (version_taken) for a number that has
    other content here, Invalid (damaged) for content that its digest does not fit."""
    for row in rows:
        found = Rubric.from_data(row["content"])
        if (found.id, found.version, found.digest) != tuple(row[name] for name in NAMING):
            text = _("The content of rubric %(rubric_id)s %(version)s does not fit its digest.")
            raise Invalid(text % row, code="damaged")
        here, _made = RubricVersion.objects.get_or_create(
            rubric_id=row["rubric_id"], version=row["version"], defaults=row
        )
        if here.digest != row["digest"]:
            raise _other_content(here, row["digest"])


def _other_content(here: RubricVersion, given: str) -> Conflict:
    text = _(
        "The county was evaluated by rubric %(rubric)s %(version)s with digest %(given)s; "
        "under this number another one is published here (digest %(here)s)."
    )
    values = {"rubric": here.rubric_id, "version": here.version}
    values |= {"given": given[:12], "here": here.digest[:12]}
    return Conflict(text % values, code="version_taken")
