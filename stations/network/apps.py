from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "stations.network"
    label = "network"

    def ready(self) -> None:
        from kernel.access.models import Role
        from kernel.hooks import (
            county_made,
            desk_tasks,
            divisions_changed,
            places_arriving,
            places_leaving,
        )
        from kernel.web import nav
        from stations.network import tabs
        from stations.network.desk import licence_tasks, proposal_tasks
        from stations.network.domain import carry
        from stations.network.domain.division_change import move_network
        from stations.network.domain.station import plan_hub
        from stations.network.queries.history import history_tab
        from stations.network.queries.overview import overview_tab

        county_made.register(plan_hub)
        desk_tasks.register(licence_tasks)
        desk_tasks.register(proposal_tasks)
        divisions_changed.register(move_network)
        places_leaving.register(carry.leave)
        places_arriving.register(carry.arrive)
        tabs.register(overview_tab())
        tabs.register(history_tab())
        nav.register(_("Network"), "network:tree", order=20, icon="network")
        nav.register(
            _("Members and roles"), "network:members", [Role.BUREAU], order=70, icon="users"
        )
