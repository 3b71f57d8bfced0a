"""Consent is given, by the person or a guardian, and may be withdrawn at any time (X07, C43)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.consent_texts import guardian_age, versions_of
from stations.casework.domain.basis import hold_file, refuse_ended, settle_service
from stations.casework.enums import AlertKind, ConsentKind, GivenBy, NoticeAnswer
from stations.casework.models import Beneficiary, Consent
from stations.casework.standards import alert_rule
from stations.records.domain import (
    change,
    enter,
    hold,
    refuse,
    refuse_far,
    refuse_future,
    refuse_withdrawn,
    require_row,
)
from stations.records.identity import age_on, birth_date


@transaction.atomic
def give_consent(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    kind: str,
    given_by: str,
    valid_from: date,
    valid_until: date | None = None,
    text_version: str = "",
    guardian_name: str = "",
    guardian_relation: str = "",
    duty: str = "",
    guardian_needed: bool | None = None,
) -> Consent:
    """Record a consent to a text (the newest one by default), or the duty in its place.

    ``guardian_needed`` is asked where the day of birth is not known; ``valid_until`` is the last
    day, where one was agreed. Raises Forbidden; Conflict for a withdrawn file or a consent of this
    kind that stands, unless it lapses soon and this one holds for longer; Invalid, also when a
    person under the age of consent is said to have given it (X07).
    """
    require_row(actor, beneficiary, "edit")
    hold_file(beneficiary)
    refuse_withdrawn(beneficiary)
    refuse_future("valid_from", valid_from)
    refuse_ended(beneficiary, "valid_from", valid_from)
    check_giver(beneficiary, given_by, valid_from, guardian_needed=guardian_needed)
    _check_details(given_by, guardian_name.strip(), guardian_relation.strip(), duty.strip())
    _check_refusal(beneficiary, kind, given_by)
    _check_end(given_by, valid_from, valid_until)
    consent = Consent(
        beneficiary=beneficiary,
        kind=kind,
        text_version=_version(kind, text_version),
        given_by=given_by,
        guardian_name=guardian_name.strip(),
        guardian_relation=guardian_relation.strip(),
        duty=duty.strip(),
        age_told=given_by == GivenBy.SELF and birthday_of(beneficiary) is None,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    _refuse_standing(consent)
    made = enter(consent, actor=actor, action="consent.give")
    settle_service(actor=actor, person=beneficiary, on=valid_from)
    return made


def give_own_consents(
    *, actor: Actor, beneficiary: Beneficiary, kinds: Iterable[str], on: date
) -> list[Consent]:
    """The person's own word to each of these kinds, said as the file is opened; without a day of
    birth on file it is also said to be of an age at which no guardian is needed.

    Raises as ``give_consent``, Invalid under ``consents``.
    """
    chosen = list(dict.fromkeys(kinds))
    if unknown := [kind for kind in chosen if kind not in ConsentKind.values]:
        refuse("consents", _("Not one of the choices."), unknown, ConsentKind.values)
    if chosen:
        check_giver(beneficiary, GivenBy.SELF, on, "consents", guardian_needed=False)
    return [
        give_consent(
            actor=actor,
            beneficiary=beneficiary,
            kind=kind,
            given_by=GivenBy.SELF,
            valid_from=on,
            guardian_needed=False,
        )
        for kind in chosen
    ]


def _check_end(given_by: str, valid_from: date, valid_until: date | None) -> None:
    if valid_until is None:
        return
    if given_by == GivenBy.DUTY:
        refuse("valid_until", _("A statutory duty lasts as the law says."), valid_until)
    if valid_until < valid_from:
        message = _("The consent was given later.")
        refuse("valid_until", message, valid_until, f">= {valid_from}")
    refuse_far("valid_until", valid_until, "agreements")


def _refuse_standing(new: Consent) -> None:
    """Of a kind one consent stands; one whose end the station is warned of may be followed by one
    that holds for longer, before it lapses."""
    warned = clock.today() + timedelta(alert_rule(AlertKind.CONSENT_ENDS)["kinds"].get(new.kind, 0))
    for old in new.beneficiary.consents.filter(kind=new.kind).standing(clock.today()):
        ends, follows = old.last_day, new.last_day
        renewed = ends is not None and ends <= warned and (follows is None or follows > ends)
        if not renewed:
            raise Conflict(_("A consent of this kind stands already."))


def _check_refusal(beneficiary: Beneficiary, kind: str, given_by: str) -> None:
    """A guardian who refused the notice (X10) is given a new one before they consent."""
    refused = beneficiary.guardian_answer == NoticeAnswer.REFUSED
    if refused and kind == ConsentKind.SENSITIVE_DATA and given_by == GivenBy.GUARDIAN:
        message = _("The guardian refused the notice: give it anew first.")
        raise Conflict(message, code="notice_refused")


@transaction.atomic
def withdraw_consent(*, actor: Actor, consent: Consent, on: date, reason: str) -> Consent:
    """The consent no longer holds from a day on, nor one by which it was renewed; it stays in the
    person's history. Where nothing else stands for the service, the service stops with it (X07;
    basis.py).

    Raises Forbidden, Conflict when withdrawn already, or Invalid, also after it has lapsed.
    """
    require_row(actor, consent, "edit")
    person = consent.beneficiary
    hold_file(person)
    hold(consent, "ended_on")
    if consent.ended_on is not None:
        raise Conflict(
            _("This consent was withdrawn on %(day)s.") % {"day": date_format(consent.ended_on)}
        )
    if on < consent.valid_from:
        message = _("The consent was given later.")
        refuse("on", message, on, f">= {consent.valid_from}")
    refuse_future("on", on)
    if (last := consent.last_day) is not None and on > last:
        message = _("This consent expired after %(day)s.") % {"day": date_format(last)}
        refuse("on", message, on, f"<= {last}")
    if not reason.strip():
        refuse("reason", _("Say why the consent ends."), reason)
    for each in (consent, *_beside(consent)):
        change(
            each,
            actor=actor,
            action="consent.withdraw",
            ended_on=max(on, each.valid_from),
            ended_reason=reason.strip(),
            ended_received_at=clock.now(),
        )
    if person.closed_on is None:
        settle_service(actor=actor, person=person, on=on)
    return consent


def _beside(consent: Consent) -> list[Consent]:
    """Those of the same kind that stand with it: of a renewal, the other of the two."""
    same = consent.beneficiary.consents.filter(kind=consent.kind).exclude(pk=consent.pk)
    return list(same.exclude(given_by=GivenBy.DUTY).standing(clock.today()))


def check_giver(
    beneficiary: Beneficiary,
    given_by: str,
    on: date,
    field: str = "given_by",
    guardian_needed: bool | None = None,
) -> None:
    """Refuse an unknown giver, and a child's own word where a guardian's is needed (X07).

    Where no day of birth is known it must be said whether a guardian's is: nobody is taken for
    of age in silence.
    """
    if given_by not in GivenBy.values:
        refuse(field, _("Not one of the choices."), given_by, GivenBy.values)
    if given_by != GivenBy.SELF:
        return
    born = birthday_of(beneficiary)
    if born is None and guardian_needed is None:
        message = _("The day of birth is not on file: say whether a guardian must consent.")
        refuse("guardian_needed", message, None, [True, False])
    if guardian_needed if born is None else age_on(born, on) < guardian_age():
        message = _("Under %(years)s years of age a guardian consents.") % {"years": guardian_age()}
        refuse(field, message, given_by, [GivenBy.GUARDIAN, GivenBy.DUTY])


def birthday_of(beneficiary: Beneficiary) -> date | None:
    """As noted on the file, or as the ID number tells it."""
    return beneficiary.born_on or birth_date(beneficiary.id_number)


def _check_details(given_by: str, name: str, relation: str, duty: str) -> None:
    """A guardian is named, a duty is named, and neither where it does not belong."""
    guardian = given_by == GivenBy.GUARDIAN
    # Values of guardians are personal: a message never repeats them.
    for field, value in (("guardian_name", name), ("guardian_relation", relation)):
        if guardian and not value:
            refuse(field, _("Name the guardian and the relation."))
        if value and not guardian:
            refuse(field, _("Only a consent of a guardian names one."))
    if given_by == GivenBy.DUTY and not duty:
        refuse("duty", _("Name the statutory duty."), duty)
    if duty and given_by != GivenBy.DUTY:
        refuse("duty", _("A duty stands in the place of a consent, not beside it."), duty)


def _version(kind: str, version: str) -> str:
    if kind not in ConsentKind.values:
        refuse("kind", _("Not one of the choices."), kind, ConsentKind.values)
    known = versions_of(kind)
    if version and version not in known:
        refuse("text_version", _("There is no such version of this text."), version, known)
    return version or known[-1]
