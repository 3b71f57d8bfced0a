"""The annual evaluation of every station: states, sheets, grades, results."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CyclesConfig(AppConfig):
    name = "evaluation.cycles"
    verbose_name = _("Annual evaluation")

    def ready(self) -> None:
        # Models are loaded by now, not before.
        from evaluation.cycles.desk import list_desk_tasks
        from evaluation.cycles.news import register_news
        from evaluation.cycles.pages.tab import station_tab
        from evaluation.cycles.queries.division_change import open_evaluations, refuse_running
        from evaluation.cycles.queries.gap import count_gaps
        from evaluation.cycles.queries.review import reviewed_stations
        from kernel.hooks import county_merging, desk_tasks, divisions_settled
        from kernel.web import nav
        from stations.casework.queries.gap import gap_sources
        from stations.network import tabs
        from stations.network.queries.scope import assigned_stations

        divisions_settled.register(open_evaluations)
        county_merging.register(refuse_running)
        desk_tasks.register(list_desk_tasks)
        assigned_stations.register(reviewed_stations)
        gap_sources.register(count_gaps)
        tabs.register(station_tab())
        nav.register(_("Evaluations"), "cycles:evaluations", order=30, icon="clipboard-check")
        nav.register(_("Cycles"), "cycles:cycles", roles={"BUREAU"}, order=40, icon="calendar")
        register_news()
