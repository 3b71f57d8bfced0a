"""Resume a suspended county: manage.py resume_county 510402."""

from tenants.management.state import StateCommand
from tenants.models import CountyState


class Command(StateCommand):
    help = "Resume a suspended county: its work goes on."
    to = CountyState.ACTIVE
