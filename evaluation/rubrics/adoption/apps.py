"""What a county adopts and changes of a published rubric, in the county's schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdoptionConfig(AppConfig):
    name = "evaluation.rubrics.adoption"
    label = "adoption"
    verbose_name = _("Adopted rubrics")

    def ready(self) -> None:
        from evaluation.rubrics.adoption import carried
        from evaluation.rubrics.adoption.rules import READERS
        from kernel import hooks
        from kernel.web import nav

        hooks.export_parts.register(carried.parts_of)

        nav.register(_("Rubric"), "adoption:adoption", roles=READERS, order=70, icon="scale")
