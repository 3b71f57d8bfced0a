from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenantsConfig(AppConfig):
    name = "tenants"
    label = "tenants"

    def ready(self) -> None:
        from kernel.web import nav

        nav.register(
            _("Counties"), "tenants:counties", host="ops", order=10, icon="building-community"
        )
