from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "kernel.access"
    label = "access"

    def ready(self) -> None:
        from kernel.access.domain import carry
        from kernel.access.domain.division_change import move_memberships
        from kernel.hooks import divisions_changed, members_arriving, members_leaving

        divisions_changed.register(move_memberships)
        members_leaving.register(carry.leave)
        members_arriving.register(carry.arrive)
