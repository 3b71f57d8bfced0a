from django.apps import AppConfig


class WakeupsConfig(AppConfig):
    name = "kernel.wakeups"
    label = "wakeups"

    def ready(self) -> None:
        from kernel.hooks import county_removed
        from kernel.wakeups.domain import forget_county

        county_removed.register(forget_county)
