"""What a worker's own page shows beside the columns: registration, ledger, pledge, competences."""

from typing import Any

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.people.enums import RegistrationState
from stations.people.models import Credential, Staff
from stations.people.queries.competence import missing_competences
from stations.people.queries.cultivation import is_cultivated
from stations.people.queries.education import education_ledgers
from stations.people.queries.registration import with_registration


def staff_extra(entry: Staff, actor: Actor, station: Any) -> dict[str, Any]:
    """Certificates with their state today, ledger, pledges, competences not found yet."""
    day = today()
    held = Credential.objects.filter(staff=entry, withdrawn_at=None)
    credentials = with_registration(held, day).select_related("cultivated_by")
    return {
        "credentials": [(row, _state_of(row), _is_shown(row)) for row in credentials],
        "ledger": education_ledgers([entry.pk], day).get(entry.pk),
        "lacking": [each.label for each in missing_competences(entry, day)],
        "pledges": list(entry.pledges.filter(withdrawn_at=None)),
    }


def _state_of(credential: Any) -> str:
    state = credential.registration_state
    return str(RegistrationState(state).label) if state else ""


def _is_shown(credential: Any) -> bool:
    """True when the records show why the station says it brought the worker there (Q08)."""
    by = credential.cultivated_by
    return by is not None and is_cultivated(credential, by)
