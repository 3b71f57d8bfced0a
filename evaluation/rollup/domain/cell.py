"""Registering the installations that may push here."""

from base64 import b64decode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.rollup.models import Cell
from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import Conflict, FieldError, Invalid
from kernel.workdays.clock import now
from tenants.models import County

DIGITS = 2


@transaction.atomic
def register_cell(
    *, code: str, name: str, public_key: str, replace: bool = False, actor: Actor | None = None
) -> Cell:
    """Take pushes of a province from the installation that holds this key from now on.

    ``replace`` gives a registered cell another key and keeps its position; by default as
    system. Raises Forbidden for all but platform operators; Invalid for a code that is no
    province's or a key that is none; Conflict for a cell that is registered already, and for
    a province with counties of this installation.
    """
    require(actor or Actor.system(None), OfficialRole.PLATFORM)
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        raise _refuse("code", _("A province's code has two digits."), code)
    if not _is_key(public_key):
        raise _refuse("public_key", _("This is no Ed25519 public key in base64."), public_key)
    if County.objects.filter(code__startswith=code).exists():
        message = _("This installation has counties of its own in that province.")
        raise Conflict(message, code="own_county")
    cell = Cell.objects.select_for_update().filter(code=code).first()
    if cell is None:
        return Cell.objects.create(code=code, name=name, public_key=public_key, registered_at=now())
    if not replace:
        raise Conflict(_("This cell is registered already; replace its key instead."))
    cell.name, cell.public_key = name, public_key
    cell.save(update_fields=["name", "public_key"])
    return cell


def _is_key(text: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(b64decode(text, validate=True))
    except ValueError:
        return False
    return True


def _refuse(field: str, message: str, given: str) -> Invalid:
    return Invalid(f"{message} ({given})", errors=[FieldError(field, "invalid", message, given)])
