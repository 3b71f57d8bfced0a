from django.apps import AppConfig


class WakeupsConfig(AppConfig):
    name = "kernel.wakeups"
    label = "wakeups"
