from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "kernel.operations"
    label = "operations"

    def ready(self) -> None:
        from kernel.web import nav

        nav.register(_("Operations"), "operations:list", host="ops", order=50, icon="list-check")
