"""Pages about people on a county's host, below /people/."""

from django.urls import re_path

from stations.people.pages import staff, volunteer
from stations.people.registers import REGISTERS
from stations.records.register.pages import register_urls

app_name = "people"
CODE = r"(?P<code>[0-9]{6}-[HSRI][0-9]{3,})"
UUID = r"(?P<uuid>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"

urlpatterns = [
    re_path(rf"^{CODE}/staff/new/$", staff.add_worker, name="staff-new"),
    re_path(rf"^{CODE}/staff/{UUID}/certificate/$", staff.add_certificate, name="certificate-new"),
    re_path(rf"^{CODE}/volunteers/$", volunteer.list_volunteers, name="volunteers"),
    re_path(rf"^{CODE}/volunteers/new/$", volunteer.add_volunteer, name="volunteer-new"),
    re_path(rf"^{CODE}/volunteers/{UUID}/step/$", volunteer.add_step, name="volunteer-step"),
    *(address for register in REGISTERS for address in register_urls(register)),
]
