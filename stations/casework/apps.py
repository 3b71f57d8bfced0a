from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "stations.casework"
    label = "casework"
