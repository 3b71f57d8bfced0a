from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenantsConfig(AppConfig):
    name = "tenants"
    label = "tenants"

    def ready(self) -> None:
        from kernel import hooks
        from kernel.web import nav
        from tenants import boundary as _boundary  # noqa: F401  (its check)
        from tenants.archive import public, waiting
        from tenants.desk import terms_tasks
        from tenants.queries.terms import READERS

        hooks.export_parts.register(public.parts_of)
        hooks.county_restored.register(waiting.wake_restored)
        hooks.desk_tasks.register(terms_tasks)
        nav.register(_("Entrustment terms"), "terms:show", READERS, order=80, icon="file-text")
        nav.register(
            _("Counties"), "tenants:counties", host="ops", order=10, icon="building-community"
        )
        nav.register(_("Archives"), "tenants:archives", host="ops", order=20, icon="download")
        nav.register(
            _("Changes of divisions"),
            "tenants:division_changes",
            host="ops",
            order=30,
            icon="map-2",
        )
