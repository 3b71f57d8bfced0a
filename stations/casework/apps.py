from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "stations.casework"
    label = "casework"

    def ready(self) -> None:
        from kernel.hooks import divisions_changed, places_left, rows_joined
        from stations.casework.domain.carried import close_left, settle_joined
        from stations.casework.models import (
            Beneficiary,
            DiscoveryLead,
            Household,
            RosterEntry,
        )
        from stations.casework.pages.lists import work_lists
        from stations.casework.pages.tab import service_tab
        from stations.casework.queries.figure import casework_figures
        from stations.network import tabs
        from stations.network.queries.figures import figure_sources
        from stations.records.divisions import moving
        from stations.records.lists import service_lists

        divisions_changed.register(
            moving(
                {
                    Household: _("Household files"),
                    Beneficiary: _("Files of persons"),
                    RosterEntry: _("Entries of the roster"),
                    DiscoveryLead: _("Leads"),
                }
            )
        )
        places_left.register(close_left)
        rows_joined.register(settle_joined)
        figure_sources.register(casework_figures)
        tabs.register(service_tab())
        service_lists.register(work_lists)
        register_desk()
        register_nav()


def register_desk() -> None:
    """What stands on the work desk."""
    from kernel.hooks import desk_tasks, desk_ways
    from stations.casework.custody_desk import custody_tasks
    from stations.casework.desk import (
        alert_tasks,
        closures_sent_back,
        closures_to_sign,
        daily_ways,
        planned_visits,
        stopped_files,
        unanswered_reports,
    )

    for tasks in (
        unanswered_reports,
        closures_to_sign,
        closures_sent_back,
        planned_visits,
        stopped_files,
        alert_tasks,
        custody_tasks,
    ):
        desk_tasks.register(tasks)
    desk_ways.register(daily_ways)


def register_nav() -> None:
    """What leads here from every page."""
    from kernel.access.models import Role
    from kernel.web import nav
    from stations.casework.queries.disclosure import READERS
    from stations.casework.queries.request import COUNTY_READERS
    from stations.casework.rules import VISITORS

    nav.register(_("Home visits"), "casework:home-visits", roles=VISITORS, order=25, icon="home")
    nav.register(
        _("Find a person"),
        "casework:person-search",
        roles={Role.BUREAU, Role.HEAD, Role.WORKER},
        order=26,
        icon="search",
    )
    nav.register(
        _("Requests about personal data"),
        "casework:county-requests",
        roles=COUNTY_READERS,
        order=69,
        icon="shield-check",
    )
    nav.register(
        _("Log of disclosures"), "casework:disclosures", READERS, order=70, icon="shield-check"
    )
