from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "kernel.web"
    label = "web"

    def ready(self) -> None:
        from kernel.web import nav

        nav.register(_("Work desk"), "web:desk", host="county", order=10, icon="home")
