"""Records of persons who are served: their file is open, and the service has a basis (X07)."""

from django.db.models import Q

OPEN_FILE = Q(beneficiary__closed_on=None, beneficiary__withdrawn_at=None)
SERVED = OPEN_FILE & Q(beneficiary__service_stopped_on=None)
