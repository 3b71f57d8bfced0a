"""Suspend a county: manage.py suspend_county 510402."""

from tenants.management.state import StateCommand
from tenants.models import CountyState


class Command(StateCommand):
    help = "Suspend a county: pages and API say why, its work waits."
    to = CountyState.SUSPENDED
