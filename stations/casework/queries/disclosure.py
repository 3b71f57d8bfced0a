"""Who read, opened, took out, purged or erased what: the audit chain in readable lines (X08)."""

import re
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.audit.models import Entry
from kernel.workdays.clock import ZONE
from stations.records.domain import refuse
from stations.records.export import title_of

READERS = (Role.BUREAU, Role.AUDITOR)
# Deeds by which somebody learnt, took or emptied personal data.
DEEDS = {
    "beneficiary.reveal": _("Numbers and address read"),
    "household.reveal": _("Household's address and notes read"),
    "staff.reveal": _("Worker's numbers read"),
    "volunteer.reveal": _("Volunteer's numbers read"),
    "cultivatedperson.reveal": _("Certified person's name and number read"),
    "resourceparty.reveal": _("Contact of a party read"),
    "member_proposal.reveal": _("Phone of a proposed member read"),
    "protection.read": _("Report of harm read"),
    "servicecertificate.read": _("Volunteer's certificate taken"),
    "beneficiary.open": _("Minor's file opened"),
    "list.export": _("List exported"),
    "data_request.hand_out": _("File handed out"),
    "beneficiary.erase": _("Person erased"),
    "staff.erase": _("Worker erased"),
    "volunteer.erase": _("Volunteer erased"),
    "text.purge": _("Text purged"),
    "archive.lend": _("Volume lent"),
    "records.carry_out_disposal": _("Records destroyed by kind"),
    "archive.carry_out_disposal": _("Volume destroyed"),
}
CODE = re.compile(r"[0-9a-f]{8,32}")
CODE_LENGTH = 8  # of a file's code, as people write it
FILE = "casework.beneficiary"


def disclosures(
    actor: Actor,
    *,
    code: str = "",
    deed: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Entry]:
    """The deeds, newest first, within what the actor may see of the trail.

    ``code`` is the code of a file, or its whole id. Raises Invalid for another form or deed.
    """
    rows = Entry.objects.restrict(actor, "view").filter(action__in=DEEDS)
    if deed and deed not in DEEDS:
        refuse("deed", str(_("Not one of the choices.")), deed, list(DEEDS))
    if deed:
        rows = rows.filter(action=deed)
    if code:
        rows = rows.filter(_about(code))
    if since:
        rows = rows.filter(at__gte=datetime.combine(since, time(), ZONE))
    if until:
        rows = rows.filter(at__lte=datetime.combine(until, time.max, ZONE))
    return rows.order_by("-at", "-seq")


def deed_of(entry: Entry) -> Any:
    """What was done, in words."""
    return DEEDS[entry.action]


def details_of(entry: Entry) -> list[str]:
    """Which list with how many rows, or which field, in words."""
    told = entry.after
    if "list" in told:
        return [title_of(told["list"]), str(_("%(count)s rows") % {"count": told.get("rows", 0)})]
    return [_label_of(entry.object_type, told["field"])] if "field" in told else []


def object_of(entry: Entry) -> str:
    """What the deed was done on, as the trail calls it, and the codes of the files it is about, by
    which the log is searched."""
    told = entry.after
    codes = [str(told["person"])[:CODE_LENGTH]] if told.get("person") else told.get("persons", [])
    if entry.object_type == FILE and entry.object_uuid:
        codes = [entry.object_uuid.hex[:CODE_LENGTH]]
    return " · ".join([entry.object_text, *codes])


def _label_of(model: str, field: str) -> str:
    """The label of a field; its name, where a later version has no such field."""
    try:
        return str(apps.get_model(model)._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    except (LookupError, ValueError, FieldDoesNotExist):
        return field


def _about(code: str) -> Q:
    """Deeds on the file itself, on what hangs on it, which name the person, and on what belongs to
    several, which name the codes of their files."""
    plain = code.strip().lower().replace("-", "")
    if not CODE.fullmatch(plain):
        refuse("code", str(_("A code of a file has 8 digits or letters a to f.")), code, "8-32")
    first, last = UUID(plain.ljust(32, "0")), UUID(plain.ljust(32, "f"))
    of_one = Q(after__person__gte=str(first), after__person__lte=str(last))
    of_several = Q(after__persons__contains=[plain[:CODE_LENGTH]])
    return Q(object_uuid__range=(first, last)) | of_one | of_several
