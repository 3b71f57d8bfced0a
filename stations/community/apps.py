from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "stations.community"
    label = "community"

    def ready(self) -> None:
        from kernel.hooks import divisions_changed
        from stations.community.models import CommunityOrg
        from stations.community.pages.org import community_lists
        from stations.community.queries.figure import community_figures
        from stations.network.queries.figures import figure_sources
        from stations.records.divisions import moving
        from stations.records.lists import service_lists

        divisions_changed.register(moving({CommunityOrg: _("Community organisations")}))
        figure_sources.register(community_figures)
        service_lists.register(community_lists)
