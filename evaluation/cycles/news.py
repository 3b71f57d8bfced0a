"""Which acts of the evaluation are news on the work desk.

Grades are not: they would tell who reviews what. What names a reviewer is the bureau's.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from evaluation.cycles.labels import label_text
from evaluation.cycles.models import Cycle
from evaluation.cycles.states import Act
from evaluation.scoring.indicator import Label
from kernel.access.models import Role
from kernel.web import news

FOR_ALL = (
    (Act.SUBMIT, _("Self-evaluation handed in")),
    (Act.RETURN, _("Self-evaluation returned by the township")),
    (Act.CONFIRM, _("Sheet confirmed by the township")),
    (Act.RULE, _("Dispute ruled on")),
    (Act.DECIDE, _("Result decided")),
    (Act.PUBLICISE, _("Publicity period begun")),
    (Act.FINALISE, _("Result final")),
)
FOR_BUREAU = (
    (Act.ASSIGN, _("Reviewers assigned to a sheet")),
    (Act.RECUSE, _("A reviewer recused themselves")),
    (Act.FINISH_REVIEW, _("A review is finished")),
    (Act.RECONCILE, _("Grades reconciled")),
)
OF_CYCLES = (
    ("cycle.open", _("Cycle opened")),
    ("cycle.freeze", _("Facts frozen")),
    ("cycle.close", _("Cycle closed")),
)


def register_news() -> None:
    """Tell the work desk."""
    for act, label in FOR_ALL:
        news.register(f"evaluation.{act}", label, url_name="cycles:evaluation")
    for act, label in FOR_BUREAU:
        news.register(f"evaluation.{act}", label, url_name="cycles:evaluation", roles={Role.BUREAU})
    for action, label in OF_CYCLES:
        news.register(action, label, names=name_cycles)


def name_cycles(uuids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Year and title of the rubric, in the screen's language; read without the whole rubric."""
    rows = Cycle.objects.filter(uuid__in=uuids, rubric__has_key="title")
    found = rows.values_list("uuid", "year", F("rubric__title"))
    return {uuid: f"{year} {label_text(Label(**title))}" for uuid, year, title in found}
