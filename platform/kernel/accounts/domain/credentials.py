"""Checking a log-in: password, lock-out, second factor."""

import pyotp
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext as _

from kernel.accounts.models import LoginFailure, User
from kernel.errors import DomainError
from kernel.workdays.clock import now


class LoginRefused(DomainError):
    """A log-in that failed; the code says why: bad_credentials, otp_required, locked_out."""

    code = "bad_credentials"


def check_login(*, host: str, username: str, password: str, otp: str = "") -> User:
    """The user of a correct log-in on a host; raises LoginRefused and counts the failure.

    A name unknown and a password wrong are not told apart, nor do they take other time.
    """
    _refuse_locked(host, username)
    user = User.objects.filter(username=username, is_active=True).first()
    stored = user.password if user else make_password(None)
    if not check_password(password, stored) or user is None:
        _count_failure(host, username)
        raise LoginRefused(_("Log-in name or password is wrong."))
    _check_otp(user, host, otp)
    LoginFailure.objects.filter(host=host, username=username).delete()
    return user


def check_own_password(*, host: str, user: User, password: str) -> bool:
    """Whether it is the user's; wrong ones count as failed log-ins. Raises LoginRefused
    (locked_out). In no transaction that the caller undoes: the count would be lost."""
    _refuse_locked(host, user.username)
    if user.check_password(password):
        return True
    _count_failure(host, user.username)
    return False


def _check_otp(user: User, host: str, otp: str) -> None:
    if not user.otp_secret:
        return
    if not otp:
        raise LoginRefused(_("Enter the code of your second factor."), code="otp_required")
    if not pyotp.TOTP(user.otp_secret).verify(otp, for_time=now(), valid_window=1):
        _count_failure(host, user.username)
        raise LoginRefused(_("The code of the second factor is wrong."), code="otp_required")


def _refuse_locked(host: str, username: str) -> None:
    since = now() - settings.LOCKOUT_PERIOD
    failures = LoginFailure.objects.filter(host=host, username=username, at__gte=since).count()
    if failures >= settings.LOCKOUT_TRIES:
        minutes = int(settings.LOCKOUT_PERIOD.total_seconds() // 60)
        message = _("Too many failed log-ins; try again in %(minutes)s minutes.")
        raise LoginRefused(message % {"minutes": minutes}, code="locked_out")


def _count_failure(host: str, username: str) -> None:
    LoginFailure.objects.create(host=host[:200], username=username[:60], at=now())
