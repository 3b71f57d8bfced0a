"""Issuing and revoking bearer tokens."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings

from kernel.accounts.models import Token, User
from kernel.workdays.clock import now

PREFIX = "qz_"


def issue_token(
    *, user: User, host: str, scopes: Sequence[str] = ("api",), days: int | None = None
) -> tuple[str, Token]:
    """Make a token for a host; the plain text is given once and never stored."""
    plain = PREFIX + secrets.token_urlsafe(32)
    made = now()
    lifetime = settings.TOKEN_LIFETIME if days is None else timedelta(days=days)
    token = Token.objects.create(
        user=user,
        digest=digest_of(plain),
        host=host,
        scopes=list(scopes),
        created_at=made,
        expires_at=made + lifetime,
    )
    return plain, token


def revoke_token(*, token: Token) -> None:
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])


def digest_of(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()
