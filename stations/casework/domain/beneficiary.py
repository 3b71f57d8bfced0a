"""Filing a person: the file, the link to the official roster, the kinds."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.phone import read_phone
from kernel.pinyin import person_initials
from kernel.workdays import clock
from stations.casework.custody_rules import is_minor, kinds_of_minors
from stations.casework.domain.basis import hold_file, refuse_ended, refuse_sensitive
from stations.casework.domain.consent import give_own_consents
from stations.casework.domain.notice import read_notice
from stations.casework.enums import Category, Source
from stations.casework.models import Beneficiary, BeneficiaryCategory, Household, RosterEntry
from stations.casework.rules import write_persons
from stations.records.domain import (
    change,
    end_span,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)
from stations.records.identity import birth_date, index_id_number, plain_id_number, refuse_unborn


@transaction.atomic
def file_beneficiary(
    *,
    actor: Actor,
    station: models.Model,
    division_code: str,
    name: str,
    filed_on: date,
    household: Household | None = None,
    id_number: str = "",
    phone: str = "",
    address: str = "",
    born_on: date | None = None,
    notice_given_on: date | None = None,
    consents: Iterable[str] = (),
) -> Beneficiary:
    """Open a person's file; the person's entries on the official roster are linked to it.

    The ID number tells the day of birth better than ``born_on``. Who files a minor is responsible
    for the file until somebody else is named (X10). The day on which the rights notice was given
    is kept with its version (N08). ``consents`` are kinds to which the person said yes that day
    (X07); a guardian's word is entered afterwards. Raises Forbidden, Invalid, or Conflict when
    this ID number has a file in the county.
    """
    require_place(actor, station, write_persons(""))
    refuse_future("filed_on", filed_on)
    if born_on is not None:
        refuse_future("born_on", born_on, "births")
    index = index_new_number(actor, id_number)
    id_number = plain_id_number(id_number)
    born = birth_date(id_number) or born_on
    refuse_unborn(born, "filed_on", filed_on)
    beneficiary = Beneficiary(
        station_id=station.pk,
        household=household,
        division_code=division_code,
        name=name.strip(),
        name_initials=person_initials(name.strip())[:80],
        id_number=id_number,
        id_number_index=index,
        phone=read_phone(phone),
        address=address.strip(),
        filed_on=filed_on,
        born_on=born,
        **responsible_for(actor, born),
        **(read_notice(notice_given_on, field="notice_given_on") if notice_given_on else {}),
    )
    enter(beneficiary, actor=actor, action="beneficiary.file")
    if index:
        link_roster(actor, beneficiary)
    give_own_consents(actor=actor, beneficiary=beneficiary, kinds=consents, on=filed_on)
    return beneficiary


@transaction.atomic
def add_category(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    category: str,
    valid_from: date,
    source: str = Source.DISCOVERY,
    disability_kind: str = "",
    disability_grade: str = "",
) -> BeneficiaryCategory:
    """The person belongs to a kind from a day on; a disabled person's kind says which (G3243).

    Who enters a kind of children for somebody without a known day of birth is responsible for
    the file until another is named: it is a minor's from then on (X10). Raises Forbidden,
    Conflict or Invalid.
    """
    require_row(actor, beneficiary, "edit")
    hold_file(beneficiary)
    refuse_withdrawn(beneficiary)
    refuse_future("valid_from", valid_from)
    refuse_ended(beneficiary, "valid_from", valid_from)
    running = beneficiary.categories.filter(category=category, valid_to=None, withdrawn_at=None)
    if running.exists():
        raise Conflict(_("The person already belongs to this kind."))
    if category != Category.DISABILITY and (disability_kind or disability_grade):
        message = _("Only the kind of disabled persons names a disability.")
        refuse("disability_kind", message, None, "")
    told = {"disability_kind": disability_kind, "disability_grade": disability_grade}
    refuse_sensitive(beneficiary, "kind", told)
    entry = BeneficiaryCategory(
        beneficiary=beneficiary,
        category=category,
        valid_from=valid_from,
        source=source,
        **told,
    )
    enter(entry, actor=actor, action="category.add")
    unnamed = beneficiary.born_on is None and beneficiary.responsible_uuid is None
    if unnamed and category in kinds_of_minors():
        named = {"responsible_uuid": actor.user_uuid, "responsible_name": actor.name}
        change(beneficiary, actor=actor, action="beneficiary.name_responsible", **named)
    return entry


def end_category(*, actor: Actor, entry: BeneficiaryCategory, on: date) -> BeneficiaryCategory:
    """End it: ``on`` is the first day without. Raises Forbidden, Conflict when ended, Invalid."""
    require_row(actor, entry, "edit")
    return end_span(entry, actor=actor, action="category.end", on=on)


def index_new_number(actor: Actor, id_number: str, own: int | None = None) -> str:
    """The blind index; Conflict when another file of the county has this ID number."""
    index = index_id_number(id_number)
    if not index:
        return index
    known = Beneficiary.objects.filter(id_number_index=index, withdrawn_at=None)
    found = (known if own is None else known.exclude(pk=own)).first()
    if found is not None:
        raise Conflict(_say_known(actor, found), code="known_person")
    return index


def _say_known(actor: Actor, found: Beneficiary) -> str:
    """A closed file can be opened again; its code is for who may see it."""
    if found.closed_on is None:
        return _("A person with this ID number already has a file.")
    seen = Beneficiary.objects.restrict(actor, "view").filter(pk=found.pk)
    if not seen.exists():
        return _("This person's file is closed; its station can open it again.")
    return _("This person's file is closed: open it again (code of the file %(code)s).") % {
        "code": found.file_code
    }


def responsible_for(
    actor: Actor, born_on: date | None, known: Beneficiary | None = None
) -> dict[str, Any]:
    """The person responsible for a minor's file: who enters it, unless somebody is named."""
    if not is_minor(born_on, clock.today()) or (known and known.responsible_uuid):
        return {}
    return {"responsible_uuid": actor.user_uuid, "responsible_name": actor.name}


def link_roster(actor: Actor, beneficiary: Beneficiary) -> None:
    waiting = RosterEntry.objects.filter(
        id_number_index=beneficiary.id_number_index, beneficiary=None, withdrawn_at=None
    )
    for entry in waiting:
        change(entry, actor=actor, action="roster.file", beneficiary=beneficiary)
