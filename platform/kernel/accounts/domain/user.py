"""Making users and giving officials their posts."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kernel.accounts.models import LoginFailure, OfficialRole, Post, Token, User
from kernel.errors import Conflict, FieldError, Invalid
from kernel.workdays.clock import now


@transaction.atomic
def create_user(
    *,
    username: str,
    display_name: str,
    password: str,
    phone: str = "",
    otp_secret: str = "",
    home_county: str = "",
) -> User:
    """Make a user with a log-in name nobody has yet and a password that is strong enough.

    Who is made by a county has the password from its bureau, and chooses another when first in.
    Raises Invalid naming the field.
    """
    if User.objects.filter(username=username).exists():
        raise _refuse("username", _("This log-in name is taken."), username)
    user = User(
        username=username,
        display_name=display_name,
        phone=phone,
        otp_secret=otp_secret,
        home_county=home_county,
        has_first_password=bool(home_county),
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
    one is the same or too weak. Guesses are counted by `check_own_password`, asked before."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if not held.check_password(old):
        raise refuse_old()
    if new == old:
        raise _refuse("new", _("Choose another password than the one so far."), None)
    try:
        validate_password(new, held)
    except ValidationError as error:
        raise _refuse("new", " ".join(error.messages), None) from error
    _set_password(held, new)
    user.password, user.has_first_password = held.password, False


@transaction.atomic
def reset_password(*, user: User, county: str, new: str) -> None:
    """Give a user whose password is lost another one, in the name of the county that made the
    account. Raises Conflict when others rely on the account too: then it is the operators' to do,
    or a county could act in another in the person's name."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.home_county != county or held.posts.exists():
        message = _("This account is not this county's alone: ask the platform's operators.")
        raise Conflict(message, code="shared_account")
    _set_password(held, new, is_first=True)
    LoginFailure.objects.filter(username=held.username).delete()


@transaction.atomic
def share_account(*, user: User, county: str) -> None:
    """A county lets an account in: from now on no other county's bureau resets its password."""
    User.objects.filter(pk=user.pk).exclude(home_county__in=["", county]).update(home_county="")


def refuse_old() -> Invalid:
    return _refuse("old", _("This is not your password."), None)


def _set_password(user: User, new: str, *, is_first: bool = False) -> None:
    """Sessions end with the password they began with; tokens do not, so they are revoked."""
    user.set_password(new)
    user.has_first_password = is_first
    user.save(update_fields=["password", "has_first_password"])
    Token.objects.filter(user=user, revoked_at=None).update(revoked_at=now())


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
