from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "stations.community"
    label = "community"
