from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "stations.records"
    label = "records"
