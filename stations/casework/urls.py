"""Pages about persons served on a county's host, below /casework/."""

from django.urls import path, re_path

from stations.casework.pages import arrive, home, need, visit

app_name = "casework"
CODE = r"(?P<code>[0-9]{6}-[HSRI][0-9]{3,})"
UUID = r"(?P<uuid>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"

urlpatterns = [
    path("home-visits/", home.show_shell, name="home-visits"),
    path("home-visits/data/", home.send_data, name="home-visits-data"),
    path("home-visits/sw.js", home.send_worker, name="home-visits-worker"),
    path("home-visits/<uuid:uuid>/", arrive.receive_visit, name="home-visits-arrive"),
    re_path(rf"^{CODE}/visits/$", visit.list_visits, name="visits"),
    re_path(rf"^{CODE}/visits/new/$", visit.add_visit, name="visit-new"),
    re_path(rf"^{CODE}/needs/$", need.list_needs, name="needs"),
    re_path(rf"^{CODE}/needs/new/$", need.add_need, name="need-new"),
    re_path(rf"^{CODE}/needs/{UUID}/close/$", need.end_need, name="need-close"),
]
