from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    name = "evaluation.facts"
    label = "facts"
    verbose_name = _("Facts from records")

    def ready(self) -> None:
        from evaluation.facts.queries import due
        from stations.casework.queries.due import (
            counted_sources,
            due_sources,
            interval_sources,
            next_due_sources,
            waiting_sources,
        )

        due_sources.register(due.count_due)
        next_due_sources.register(due.next_due)
        waiting_sources.register(due.list_waiting)
        counted_sources.register(due.counted_visits)
        interval_sources.register(due.visit_intervals)
