"""Where the roll-up hangs in: at changes in the counties, and in the province's navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kernel import hooks

OFFICIALS = ("PREFECTURE", "PROVINCE")
PAGES = (
    (_("Board"), "rollup:board", "home"),
    (_("Build targets"), "rollup:targets", "clipboard-list"),
    (_("Coverage"), "rollup:coverage", "network"),
    (_("Evaluations"), "rollup:evaluations", "clipboard-check"),
)


class RollupConfig(AppConfig):
    name = "evaluation.rollup"
    verbose_name = _("Roll-up")

    def ready(self) -> None:
        from evaluation.rollup import checks  # noqa: F401 - registers them
        from evaluation.rollup.domain import follow
        from kernel.web import nav

        hooks.network_changed.register(follow.follow_network)
        hooks.divisions_settled.register(follow.follow_divisions)
        hooks.evaluation_changed.register(follow.follow_evaluation)
        hooks.records_changed.register(follow.follow_records)
        hooks.county_removed.register(follow.follow_removal)
        hooks.county_restored.register(follow.follow_restore)
        hooks.erase_parts.register(follow.follow_erasure)
        nav.register(_("Cells"), "cells:list", host="ops", order=40, icon="network")
        for number, (label, page, icon) in enumerate(PAGES, start=1):
            nav.register(
                label, page, roles=OFFICIALS, host="province", order=10 * number, icon=icon
            )
