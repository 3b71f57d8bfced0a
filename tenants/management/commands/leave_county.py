"""Begin a county's leaving: manage.py leave_county 510402."""

from tenants.management.state import StateCommand
from tenants.models import CountyState


class Command(StateCommand):
    help = "Begin a county's leaving: it is closed, to be exported and then erased."
    to = CountyState.LEAVING
