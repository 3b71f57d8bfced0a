"""The API on a county's host."""

from importlib import import_module

from django.urls import path

from api.urls_all import urlpatterns as shared

urlpatterns = [*shared]
for _name in ("station", "evaluation", "cycle"):  # scaffold: plain imports before release
    try:
        _module = import_module(f"api.v1.{_name}")
    except Exception as error:
        print(f"api.v1.{_name} left out: {error}")
        continue
    if _name == "station":
        urlpatterns += [
            path("api/v1/stations", _module.list_view, name="stations"),
            path("api/v1/stations/<str:code>", _module.detail_view, name="station"),
        ]
    else:
        urlpatterns += _module.urlpatterns
