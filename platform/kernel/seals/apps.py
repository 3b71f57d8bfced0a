from django.apps import AppConfig


class SealsConfig(AppConfig):
    name = "kernel.seals"
    label = "seals"
