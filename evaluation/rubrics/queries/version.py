"""Published versions, found by rubric and number."""

from django.utils.translation import gettext as _

from evaluation.rubrics.models import RubricVersion
from evaluation.scoring.indicator import Label
from kernel.errors import NotFound


def find_version(rubric_id: str, version: str) -> RubricVersion | None:
    """The published version, or None; also for what the database could not even be asked for."""
    if "\x00" in rubric_id + version:
        return None
    return RubricVersion.objects.filter(rubric_id=rubric_id, version=version).first()


def get_version(rubric_id: str, version: str) -> RubricVersion:
    """The published version; raises NotFound naming what was asked for."""
    found = find_version(rubric_id, version)
    if found is None:
        raise NotFound(
            _("Rubric %(rubric)s has no published version %(version)s.")
            % {"rubric": rubric_id, "version": version}
        )
    return found


def published_titles() -> dict[tuple[str, str], Label]:
    """What each published version is called, by rubric and number; read without the rest."""
    rows = RubricVersion.objects.values_list("rubric_id", "version", "content__title")
    return {(rubric_id, version): Label(**title) for rubric_id, version, title in rows}


def latest_versions() -> list[RubricVersion]:
    """The version published last of each rubric, by rubric id."""
    # By time, not by row: one that came with a county may be older than those that were here.
    ordered = RubricVersion.objects.order_by("rubric_id", "published_at", "id")
    last = {each.rubric_id: each for each in ordered}
    return list(last.values())
