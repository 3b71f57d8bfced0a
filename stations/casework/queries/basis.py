"""On what the service to many persons rests, for lists of files; of one person domain/basis.py."""

from django.db.models import Exists, OuterRef, Q, Subquery

from kernel.workdays.clock import today
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
    # The last word: one that has lapsed since is no withdrawal.
    of_person = Consent.objects.filter(
        beneficiary=OuterRef("beneficiary"), kind=ConsentKind.SERVICE, withdrawn_at=None
    ).exclude(given_by=GivenBy.DUTY)
    last = of_person.order_by("-valid_from", "-id").values("pk")[:1]
    withdrawn = words.filter(pk=Subquery(last), ended_on__isnull=False)
    return Q(Exists(duties), Exists(withdrawn), ~Exists(words.standing(today())))
