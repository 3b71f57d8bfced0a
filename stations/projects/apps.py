from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "stations.projects"
    label = "projects"

    def ready(self) -> None:
        from kernel.hooks import desk_tasks
        from kernel.web import nav
        from stations.projects.desk import project_tasks
        from stations.projects.registers import project_lists
        from stations.projects.rules import READERS
        from stations.records.lists import service_lists

        desk_tasks.register(project_tasks)
        service_lists.register(project_lists)
        nav.register(
            _("Purchased projects"), "projects:all", roles=READERS, order=27, icon="target"
        )
