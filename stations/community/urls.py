"""Pages about organisations, resources and groups on a county's host, below /community/."""

from django.urls import re_path

from stations.community.pages import org, purge, station_map
from stations.community.registers import REGISTERS
from stations.records.register.pages import UUID_OF, register_urls

app_name = "community"
CODE = r"(?P<code>[0-9]{6}-[HSRI][0-9]{3,})"

urlpatterns = [
    re_path(rf"^{CODE}/$", org.list_orgs, name="orgs"),
    re_path(rf"^{CODE}/new/$", org.add_organisation, name="org-new"),
    re_path(rf"^{CODE}/purge/$", purge.purge_text, name="purge"),
    re_path(rf"^{CODE}/flows/$", station_map.show_flows, name="flows"),
    re_path(
        rf"^{CODE}/station-maps/{UUID_OF}/file/$", station_map.send_file, name="station-map-file"
    ),
    *(address for register in REGISTERS for address in register_urls(register)),
]
