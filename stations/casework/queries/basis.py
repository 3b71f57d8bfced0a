"""On what the service to many persons rests, for lists of files; of one person domain/basis.py."""

from django.db.models import Exists, OuterRef, Q

from stations.casework.consent_texts import load_consent
from stations.casework.enums import ConsentKind, GivenBy
from stations.casework.models import Consent


def by_duty_alone() -> Q:
    """For a query over files: served by a statutory duty, for the consent was withdrawn."""
    own = Consent.objects.filter(beneficiary=OuterRef("pk"), withdrawn_at=None)
    words = own.filter(kind=ConsentKind.SERVICE).exclude(given_by=GivenBy.DUTY)
    duties = own.filter(given_by=GivenBy.DUTY, ended_on=None)
    if not load_consent()["sensitive"]["duty_suffices"]:
        duties = duties.filter(kind=ConsentKind.SERVICE)
    withdrawn = words.filter(ended_on__isnull=False)
    again = words.filter(ended_on=None)
    return Q(Exists(duties), Exists(withdrawn), ~Exists(again))
