from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "stations.casework"
    label = "casework"

    def ready(self) -> None:
        from stations.casework.pages.tab import service_tab, work_lists
        from stations.casework.queries.figure import casework_figures
        from stations.network import tabs
        from stations.network.queries.figures import figure_sources
        from stations.records.lists import service_lists

        figure_sources.register(casework_figures)
        tabs.register(service_tab())
        service_lists.register(work_lists)
