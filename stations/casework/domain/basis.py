"""On what the service to a person, and their sensitive data, rests: a consent or a duty (X07).

A person of whom nothing was ever recorded is served as before; whose consent to the service is
withdrawn, with no other one and no statutory duty, is served no longer from that day on: nobody
is due to visit them, and their level has ended. The file waits for a new consent or its closure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays.clock import today
from stations.casework.consent_texts import load_consent
from stations.casework.enums import BasisState, ConsentKind, ConsentState, GivenBy
from stations.casework.models import Beneficiary, Consent
from stations.records.domain import change, end_span, hold, refuse, refuse_erased, refuse_withdrawn
from stations.records.identity import refuse_unborn
from stations.records.places import at_place


@dataclass(frozen=True)
class Basis:
    """What stands on file for the service, and for keeping sensitive data; the consent or the duty
    on which the latter rests, if it does."""

    service: BasisState
    sensitive: BasisState
    by: Consent | None = None

    @property
    def lacks_sensitive(self) -> bool:
        """Whether nothing lets sensitive data be taken down."""
        return self.sensitive in (BasisState.WITHDRAWN, BasisState.NONE)

    def say_sensitive(self) -> str:
        """In words, with the day of the consent or the name of the duty."""
        if self.by is None:
            return str(self.sensitive.label)
        if self.by.given_by == GivenBy.DUTY:
            return _("Statutory duty on file: %(duty)s") % {"duty": self.by.duty}
        return _("Consent of %(day)s") % {"day": date_format(self.by.valid_from)}


def basis_of(person: Beneficiary) -> Basis:
    """As the consents on file say today, in one query."""
    return read_basis(list(person.consents.filter(withdrawn_at=None)))


def read_basis(consents: Sequence[Consent]) -> Basis:
    """As these, all of one person that stand on file, say today. One that has lapsed counts as
    never given: it stops no service."""
    sensitive = _state(consents, ConsentKind.SENSITIVE_DATA)
    return Basis(
        _state(consents, ConsentKind.SERVICE), sensitive, _standing_by(consents, sensitive)
    )


def refuse_unserved(person: Beneficiary) -> None:
    """Raise Conflict for a closed file, or (``service_stopped``) for a service without a basis."""
    if person.closed_on is not None:
        raise Conflict(_("The person's file is closed."))
    refuse_stopped(person)


def why_unserved(actor: Actor, station: Any, uuid: str) -> str:
    """Why a person whom the actor reaches at the place cannot be served; empty for who can be, and
    for any other uuid."""
    try:
        wanted = UUID(uuid)
    except ValueError:
        return ""
    reached = Beneficiary.objects.restrict(actor, "serve").filter(at_place(station))
    person = reached.filter(uuid=wanted, withdrawn_at=None).first()
    try:
        if person is not None:
            refuse_unserved(person)
    except Conflict as refusal:
        return refusal.detail
    return ""


def hold_served(person: Beneficiary) -> None:
    """Hold the file until the transaction ends, as it is now: nobody closes it, or stops the
    service, before what follows is written. To be called before anything is written that points
    to the file, as every act that needs both holds the file first.

    Raises Conflict for a withdrawn file, and as ``refuse_unserved``.
    """
    hold_file(person)
    refuse_withdrawn(person)
    refuse_unserved(person)


def hold_file(person: Beneficiary) -> None:
    """As ``hold_served``, also of a file that is closed or stopped."""
    hold(person, "closed_on", "service_stopped_on", "erased_at")


def refuse_ended(person: Beneficiary, field: str, day: date) -> None:
    """Refuse a day after the file was closed, or before the person was born; what is of between
    may be entered late.

    Raises Conflict for who was erased, Invalid.
    """
    refuse_erased(person)
    refuse_unborn(person.born_on, field, day)
    if person.closed_on is not None and day > person.closed_on:
        closed = date_format(person.closed_on)
        message = _("The person's file was closed on %(day)s.") % {"day": closed}
        refuse(field, message, day, f"<= {person.closed_on}")


def refuse_stopped(person: Beneficiary, on: date | None = None) -> None:
    """Raise Conflict ``service_stopped`` for what is done, on a day, without a basis."""
    stopped = person.service_stopped_on
    if stopped is None or (on is not None and on < stopped):
        return
    detail = _(
        "The consent to the service was withdrawn on %(day)s: it needs a new consent, or the "
        "statutory duty by which this person is served."
    )
    raise Conflict(detail % {"day": date_format(stopped)}, code="service_stopped")


def refuse_sensitive(person: Beneficiary, form: str, given: Mapping[str, Any]) -> None:
    """Refuse the first sensitive field of a form that is filled in without a basis.

    Which fields, and what suffices, stands in consent.yaml. The value is not repeated: Invalid
    names the field and what is needed.
    """
    needing = load_consent()["sensitive"]["needs_basis"].get(form, ())
    filled = next((name for name in needing if given.get(name)), None)
    if filled is None or not (basis := basis_of(person)).lacks_sensitive:
        return
    message = _(
        "Sensitive data is kept by a consent to it or by a statutory duty; on file: "
        "%(state)s. Enter one of the two in the file first."
    )
    what = message % {"state": basis.sensitive.label}
    refuse(filled, what, None, [ConsentKind.SENSITIVE_DATA.value, GivenBy.DUTY.value])


def settle_service(*, actor: Actor, person: Beneficiary, on: date) -> Beneficiary:
    """Call after a consent was given or withdrawn: stop the service, or let it go on.

    The visit level ends with the stop, so that nobody is due and no visit counts as missed; it is
    set anew after a new consent.
    """
    stops = basis_of(person).service == BasisState.WITHDRAWN
    if stops == (person.service_stopped_on is not None):
        return person
    if stops:
        _end_levels(actor, person, on)
    action = "beneficiary.stop_service" if stops else "beneficiary.resume_service"
    return change(person, actor=actor, action=action, service_stopped_on=on if stops else None)


def stop_services(*, actor: Actor) -> int:
    """Stop what was not stopped when its consent was withdrawn, of open files. Gives how many."""
    own = Consent.objects.filter(beneficiary=OuterRef("pk"), withdrawn_at=None)
    ended = own.filter(kind=ConsentKind.SERVICE, ended_on__isnull=False)
    rows = Beneficiary.objects.filter(
        Exists(ended), withdrawn_at=None, closed_on=None, service_stopped_on=None
    )
    waiting = rows.exclude(Exists(own.filter(kind=ConsentKind.SERVICE).standing(today())))
    count = 0
    for person in waiting.order_by("id"):
        last = person.consents.filter(kind=ConsentKind.SERVICE, withdrawn_at=None)
        days = last.filter(ended_on__isnull=False).values_list("ended_on", flat=True)
        day = days.order_by("-ended_on").first()
        assert day is not None
        settled = settle_service(actor=actor, person=person, on=day)
        count += settled.service_stopped_on is not None
    return count


def _state(consents: Iterable[Consent], kind: str) -> BasisState:
    own = [each for each in consents if each.kind == kind]
    standing = [each for each in consents if each.state == ConsentState.VALID]
    if any(each.kind == kind and each.given_by != GivenBy.DUTY for each in standing):
        return BasisState.CONSENT
    suffices = load_consent()["sensitive"]["duty_suffices"]
    duties = [each for each in standing if each.given_by == GivenBy.DUTY]
    if any(each.kind == kind or suffices for each in duties):
        return BasisState.DUTY
    last = max(own, key=_given, default=None)
    withdrawn = last is not None and last.state == ConsentState.WITHDRAWN
    return BasisState.WITHDRAWN if withdrawn else BasisState.NONE


def _standing_by(consents: Iterable[Consent], state: BasisState) -> Consent | None:
    """Of sensitive data: the latest consent, or the latest duty, that the state comes from."""
    kind, by_duty = ConsentKind.SENSITIVE_DATA, state == BasisState.DUTY
    suffices = load_consent()["sensitive"]["duty_suffices"]
    fitting = [
        each
        for each in consents
        if each.state == ConsentState.VALID
        and (each.given_by == GivenBy.DUTY) == by_duty
        and (each.kind == kind or (by_duty and suffices))
    ]
    return max(fitting, key=_given, default=None)


def _given(consent: Consent) -> tuple[date, int]:
    """In the order in which they were given."""
    return consent.valid_from, consent.pk


def _end_levels(actor: Actor, person: Beneficiary, on: date) -> None:
    """A level that began on that very day holds for the day."""
    for span in person.levels.filter(valid_to=None, withdrawn_at=None):
        last = max(on, span.valid_from + timedelta(days=1))
        end_span(span, actor=actor, action="level.end", on=last)
