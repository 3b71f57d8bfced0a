from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    name = "evaluation.facts"
    label = "facts"
    verbose_name = _("Facts from records")

    def ready(self) -> None:
        from evaluation.facts.queries.due import count_due, next_due
        from stations.casework.queries.due import due_sources, next_due_sources

        due_sources.register(count_due)
        next_due_sources.register(next_due)
