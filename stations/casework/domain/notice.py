"""The notices about rights and secrecy: a person's (N08), a guardian's (X10)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.casework.consent_texts import guardian_notice_versions, notice_versions
from stations.casework.enums import NoticeAnswer
from stations.casework.minors import counts_as_minor
from stations.casework.models import Beneficiary
from stations.records.domain import change, refuse, refuse_future, require_row


@transaction.atomic
def give_notice(
    *, actor: Actor, beneficiary: Beneficiary, on: date, version: str = ""
) -> Beneficiary:
    """The person was given the notice, the newest one by default.

    Raises Forbidden, Conflict for a withdrawn file, Invalid for a wrong day or version.
    """
    require_row(actor, beneficiary, "edit")
    return change(beneficiary, actor=actor, action="beneficiary.notice", **read_notice(on, version))


@transaction.atomic
def give_guardian_notice(
    *, actor: Actor, beneficiary: Beneficiary, on: date, answer: str, version: str = ""
) -> Beneficiary:
    """A minor's guardian was given the notice of their own, and agreed or refused.

    While a refusal stands, no guardian consents to keeping sensitive data (domain/consent.py); a
    later notice takes its place. Raises Forbidden, Conflict for a withdrawn file or an adult's,
    Invalid for a wrong day, version or answer.
    """
    require_row(actor, beneficiary, "edit")
    if not counts_as_minor(beneficiary):
        raise Conflict(_("This is not the file of a minor."), code="no_minor")
    refuse_future("on", on)
    if answer not in NoticeAnswer.values:
        refuse("answer", _("Not one of the choices."), answer, NoticeAnswer.values)
    return change(
        beneficiary,
        actor=actor,
        action="beneficiary.guardian_notice",
        guardian_notice_version=_version(version, guardian_notice_versions()),
        guardian_notice_on=on,
        guardian_answer=answer,
    )


def read_notice(on: date, version: str = "", field: str = "on") -> dict[str, object]:
    """The values a file keeps of the notice. Raises Invalid naming the day by its field."""
    refuse_future(field, on)
    return {"notice_version": _version(version, notice_versions()), "notice_given_on": on}


def _version(given: str, known: list[str]) -> str:
    """The version given, the newest by default."""
    if given and given not in known:
        refuse("version", _("There is no such version of this text."), given, known)
    return given or known[-1]
