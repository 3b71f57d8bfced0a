"""Pages about people on a county's host, below /people/."""

from django.urls import re_path

from stations.people.pages import certificate, volunteer
from stations.people.registers import REGISTERS
from stations.records.register.pages import register_urls

app_name = "people"
CODE = r"(?P<code>[0-9]{6}-[HSRI][0-9]{3,})"
UUID = r"(?P<uuid>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"

# The list of volunteers shows the steps of the year, which no column does.
OWN = [
    re_path(rf"^{CODE}/volunteers/$", volunteer.list_volunteers, name="volunteers-list"),
    re_path(rf"^{CODE}/volunteers/new/$", volunteer.add_volunteer, name="volunteers-new"),
]
OWN_NAMES = {address.name for address in OWN}

urlpatterns = [
    *OWN,
    re_path(
        rf"^{CODE}/service-certificates/{UUID}/pdf/$",
        certificate.download_certificate,
        name="service-certificates-pdf",
    ),
    *(
        address
        for register in REGISTERS
        for address in register_urls(register)
        if address.name not in OWN_NAMES
    ),
]
