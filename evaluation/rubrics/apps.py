"""Published rubric versions, in the public schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RubricsConfig(AppConfig):
    name = "evaluation.rubrics"
    label = "rubrics"
    verbose_name = _("Published rubrics")
