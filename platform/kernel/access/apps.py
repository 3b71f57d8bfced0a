from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "kernel.access"
    label = "access"

    def ready(self) -> None:
        from kernel.access.domain.division_change import move_memberships
        from kernel.hooks import divisions_changed

        divisions_changed.register(move_memberships)
