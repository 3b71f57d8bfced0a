"""Making users and giving officials their posts."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kernel.accounts.models import OfficialRole, Post, User
from kernel.errors import FieldError, Invalid
from kernel.workdays.clock import now


@transaction.atomic
def create_user(
    *, username: str, display_name: str, password: str, phone: str = "", otp_secret: str = ""
) -> User:
    """Make a user with a log-in name nobody has yet and a password that is strong enough.

    Raises Invalid naming the field.
    """
    if User.objects.filter(username=username).exists():
        raise _refuse("username", _("This log-in name is taken."), username)
    user = User(
        username=username,
        display_name=display_name,
        phone=phone,
        otp_secret=otp_secret,
        created_at=now(),
    )
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise _refuse("password", " ".join(error.messages), None) from error
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def change_password(*, user: User, old: str, new: str) -> None:
    """Give a user another password. Raises Invalid naming the field: the old one is wrong, the new
    one is the same or too weak."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if not held.check_password(old):
        raise _refuse("old", _("This is not your password."), None)
    if new == old:
        raise _refuse("new", _("Choose another password than the one so far."), None)
    try:
        validate_password(new, held)
    except ValidationError as error:
        raise _refuse("new", " ".join(error.messages), None) from error
    held.set_password(new)
    held.save(update_fields=["password"])
    user.password = held.password


def give_post(
    *,
    user: User,
    role: str,
    division_code: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Post:
    """Give an official a division to look after; PLATFORM has none."""
    if role != OfficialRole.PLATFORM and not division_code:
        raise _refuse("division_code", _("An official's post needs a division."), division_code)
    return Post.objects.create(
        user=user,
        role=role,
        division_code=division_code,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _refuse(field: str, message: str, given: str | None) -> Invalid:
    return Invalid(message, errors=[FieldError(field, "invalid", message, given)])
