from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "kernel.workdays"
    label = "workdays"
