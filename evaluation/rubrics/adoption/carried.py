"""What an archive of a county carries of the published rubrics: the versions it has adopted."""

from collections.abc import Iterable
from typing import Any

from evaluation.rubrics.adoption.models import Adoption
from evaluation.rubrics.domain import pack_versions, unpack_versions
from kernel.hooks import Arrival, PublicPart


def parts_of(county: Any) -> list[PublicPart]:
    """Registered at kernel.hooks.export_parts."""
    return [PublicPart("rubrics", read_versions, write_versions)]


def read_versions(county: Any) -> Iterable[dict[str, Any]]:
    return pack_versions(Adoption.objects.values_list("rubric_id", "version"))


def write_versions(arrival: Arrival, rows: list[dict[str, Any]]) -> None:
    """In an installation that never published them the county can go on with its rubric, and the
    province's tables know what its areas are called."""
    unpack_versions(rows)
