"""The API on the province's host."""

from importlib import import_module

from api.urls_all import urlpatterns as shared

urlpatterns = [*shared]
try:  # scaffold: plain import before release
    urlpatterns += import_module("api.v1.province").urlpatterns
except Exception as error:
    print(f"api.v1.province left out: {error}")
