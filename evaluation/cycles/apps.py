"""The annual evaluation of every station: states, sheets, grades, results."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CyclesConfig(AppConfig):
    name = "evaluation.cycles"
    verbose_name = _("Annual evaluation")

    def ready(self) -> None:
        # Models are loaded by now, not before.
        from evaluation.cycles.desk import list_desk_tasks
        from evaluation.cycles.queries.review import reviewed_stations
        from kernel.hooks import desk_tasks
        from stations.network.queries.scope import assigned_stations

        desk_tasks.register(list_desk_tasks)
        assigned_stations.register(reviewed_stations)
