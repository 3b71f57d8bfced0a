from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "stations.people"
    label = "people"

    def ready(self) -> None:
        from kernel.hooks import desk_tasks
        from stations.network import tabs
        from stations.network.queries.figures import figure_sources
        from stations.network.queries.heads import head_sources
        from stations.people.desk import staff_tasks
        from stations.people.pages.tab import people_tab, volunteer_lists
        from stations.people.queries.figure import people_figures
        from stations.people.queries.head import heads_in_office
        from stations.records.lists import service_lists

        head_sources.register(heads_in_office)
        figure_sources.register(people_figures)
        tabs.register(people_tab())
        desk_tasks.register(staff_tasks)
        service_lists.register(volunteer_lists)
