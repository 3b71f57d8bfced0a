"""Pages about persons served on a county's host, below /casework/."""

from django.urls import re_path

from stations.casework.pages import need, visit

app_name = "casework"
CODE = r"(?P<code>[0-9]{6}-[HSRI][0-9]{3,})"
UUID = r"(?P<uuid>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"

urlpatterns = [
    re_path(rf"^{CODE}/visits/$", visit.list_visits, name="visits"),
    re_path(rf"^{CODE}/visits/new/$", visit.add_visit, name="visit-new"),
    re_path(rf"^{CODE}/needs/$", need.list_needs, name="needs"),
    re_path(rf"^{CODE}/needs/new/$", need.add_need, name="need-new"),
    re_path(rf"^{CODE}/needs/{UUID}/close/$", need.end_need, name="need-close"),
]
