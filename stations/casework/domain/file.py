"""A person's file afterwards: corrected, closed, opened again, read in full for a reason."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.phone import read_phone
from kernel.pinyin import person_initials
from stations.casework.domain.basis import refuse_sensitive
from stations.casework.domain.beneficiary import (
    index_new_number,
    link_roster,
    responsible_for,
)
from stations.casework.domain.enrolment import exit_service, running_enrolment
from stations.casework.domain.farewell import drop_bereavement, offer_bereavement
from stations.casework.domain.household import moved
from stations.casework.enums import EnrolmentExit, FileEnd
from stations.casework.models import Beneficiary, Household
from stations.records.domain import (
    change,
    end_span,
    hold,
    refuse,
    refuse_erased,
    refuse_future,
    refuse_withdrawn,
    require_row,
)
from stations.records.identity import birth_date, plain_id_number
from stations.records.reasons import read_reason
from stations.records.reveal import reveal_fields

HIDDEN = ("id_number", "phone", "address")
EXITS = {
    FileEnd.DECEASED: EnrolmentExit.DECEASED,
    FileEnd.MOVED: EnrolmentExit.MOVED,
    FileEnd.NO_LONGER_NEEDED: EnrolmentExit.NO_LONGER_NEEDED,
    FileEnd.WITHDREW: EnrolmentExit.WITHDREW,
    FileEnd.OTHER_SERVICE: EnrolmentExit.OTHER_SERVICE,
}


@transaction.atomic
def edit_file(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    name: str,
    division_code: str,
    household: Household | None = None,
    id_number: str = "",
    phone: str = "",
    address: str = "",
    born_on: date | None = None,
) -> Beneficiary:
    """Correct a file. An empty ID number, phone, address or day of birth leaves what is there:
    nobody needs to read it for an edit. An ID number tells the day of birth better. Raises
    Forbidden, Invalid, or Conflict as filing does.
    """
    require_row(actor, beneficiary, "edit")
    hold(beneficiary, "erased_at")
    refuse_erased(beneficiary)
    given = {
        "id_number": plain_id_number(id_number),
        "phone": read_phone(phone),
        "address": address.strip(),
    }
    values: dict[str, Any] = {key: value for key, value in given.items() if value}
    refuse_sensitive(beneficiary, "file", values)
    if "id_number" in values:
        values["id_number_index"] = index_new_number(actor, id_number, beneficiary.pk)
    values |= _corrected_birth(actor, beneficiary, given["id_number"], born_on)
    changed = change(
        beneficiary,
        actor=actor,
        action="beneficiary.edit",
        name=name.strip(),
        name_initials=person_initials(name.strip())[:80],
        division_code=division_code,
        household=household,
        **moved(beneficiary, household),
        **values,
    )
    if "id_number" in values:
        link_roster(actor, changed)
    return changed


@transaction.atomic
def close_file(*, actor: Actor, beneficiary: Beneficiary, on: date, reason: str) -> Beneficiary:
    """Close a file for a reason (N10): ``on`` is the first day without service.

    The visit level, the kinds and a running enrolment end with it; after a death the family is
    offered to be accompanied (G3226). Raises Forbidden, Conflict when closed or withdrawn, or
    Invalid.
    """
    require_row(actor, beneficiary, "edit")
    hold(beneficiary, "closed_on")
    refuse_withdrawn(beneficiary)
    if beneficiary.closed_on is not None:
        raise Conflict(
            _("This file was closed on %(day)s.") % {"day": date_format(beneficiary.closed_on)}
        )
    if on < beneficiary.filed_on:
        refuse("on", _("The file was opened later."), on, f">= {beneficiary.filed_on}")
    refuse_future("on", on)
    if reason not in FileEnd.values:
        refuse("reason", _("Not one of the choices."), reason, FileEnd.values)
    _end_spans(actor, beneficiary, on)
    _end_service(actor, beneficiary, on, reason)
    closed = change(
        beneficiary,
        actor=actor,
        action="beneficiary.close",
        closed_on=on,
        closed_reason=reason,
    )
    if reason == FileEnd.DECEASED:
        offer_bereavement(actor=actor, beneficiary=closed, on=on)
    return closed


@transaction.atomic
def reopen_file(*, actor: Actor, beneficiary: Beneficiary, reason: str) -> Beneficiary:
    """Open a closed file again; why, and how it was closed, stays in the audit trail alone.

    What ended with the file stays ended: level, kinds and service are entered anew. An offer to
    the family of who was taken for dead no longer stands. Raises Forbidden; Conflict for a file
    that is not closed, withdrawn or erased; Invalid without a reason or with a number in it.
    """
    require_row(actor, beneficiary, "edit")
    held = Beneficiary.objects.select_for_update(of=("self",)).get(pk=beneficiary.pk)
    refuse_withdrawn(held)
    refuse_erased(held)
    if held.closed_on is None:
        raise Conflict(_("This file is not closed."), code="file_not_closed")
    was = {"was_closed_on": held.closed_on, "was_closed_reason": held.closed_reason}
    change(
        held,
        actor=actor,
        action="beneficiary.reopen",
        trail={"reason": read_reason(reason), **was},
        closed_on=None,
        closed_reason="",
    )
    drop_bereavement(actor=actor, beneficiary=held)
    return held


def reveal(*, actor: Actor, beneficiary: Beneficiary, reason: str) -> dict[str, str]:
    """The ID number, phone and address in full; who read them and why stays in the audit trail.

    Raises Forbidden, or Invalid without a reason or with a number in it.
    """
    return reveal_fields(actor=actor, entry=beneficiary, fields=HIDDEN, reason=reason)


def _corrected_birth(
    actor: Actor, person: Beneficiary, id_number: str, told: date | None
) -> dict[str, Any]:
    """The day of birth from a new ID number, or as told where no number tells it.

    Raises Invalid for a day told beside the number on file: what was typed is not dropped unseen.
    """
    if told is not None:
        refuse_future("born_on", told, "births")
    if told is not None and not id_number and birth_date(person.id_number) is not None:
        message = _("The ID number on file tells the day of birth: correct the number.")
        refuse("born_on", message)
    if not id_number and told is None:
        return {}
    born = birth_date(id_number) or told
    field = "id_number" if birth_date(id_number) else "born_on"
    if born is not None and born > person.filed_on:
        refuse(field, _("The person was filed before this day of birth: check both."))
    return {"born_on": born, **responsible_for(actor, born, person)}


def _end_spans(actor: Actor, person: Beneficiary, on: date) -> None:
    spans = [
        *((span, "level.end") for span in person.levels.filter(valid_to=None, withdrawn_at=None)),
        *(
            (span, "category.end")
            for span in person.categories.filter(valid_to=None, withdrawn_at=None)
        ),
    ]
    begun = max((span.valid_from for span, _action in spans), default=on)
    if spans and on <= begun:
        message = _("A visit level or kind of the person began later.")
        refuse("on", message, on, f"> {begun}")
    for span, action in spans:
        end_span(span, actor=actor, action=action, on=on)


def _end_service(actor: Actor, person: Beneficiary, on: date, reason: str) -> None:
    running = running_enrolment(person)
    if running is not None:
        exit_service(actor=actor, enrolment=running, on=on, why=EXITS[FileEnd(reason)])
