from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    name = "evaluation.facts"
    label = "facts"
    verbose_name = _("Facts from records")

    def ready(self) -> None:
        from evaluation.facts.queries import due
        from stations.casework.queries.due import (
            due_sources,
            interval_sources,
            missed_sources,
            next_due_sources,
        )

        due_sources.register(due.count_due)
        next_due_sources.register(due.next_due)
        missed_sources.register(due.first_missed)
        interval_sources.register(due.visit_intervals)
