"""The lines of this app's records behind a figure."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from stations.community.models import CommunityOrg, IncubationStage, OrgActivity, StationActivity
from stations.records.lines import Source, Sources

Open = partial(Source, is_person=False)

SOURCES: Sources = {
    "org": Open(_("Community organisation"), CommunityOrg, "filed_on", "name", "kind"),
    "activity": Open(_("Activity"), OrgActivity, "held_on", "org__name", "title"),
    "incubation_stage": Open(
        _("Incubation stage"), IncubationStage, "reached_on", "incubation__name", "stage"
    ),
    "station_activity": Open(
        _("Activity of the station"), StationActivity, "held_on", what="title"
    ),
}
