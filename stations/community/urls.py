"""Pages about organisations, resources and groups on a county's host, below /community/."""

from django.urls import re_path

from stations.community.pages import org, purge
from stations.community.registers import REGISTERS
from stations.records.register.pages import register_urls

app_name = "community"
CODE = r"(?P<code>[0-9]{6}-[HSRI][0-9]{3,})"

urlpatterns = [
    re_path(rf"^{CODE}/$", org.list_orgs, name="orgs"),
    re_path(rf"^{CODE}/new/$", org.add_organisation, name="org-new"),
    re_path(rf"^{CODE}/purge/$", purge.purge_text, name="purge"),
    *(address for register in REGISTERS for address in register_urls(register)),
]
