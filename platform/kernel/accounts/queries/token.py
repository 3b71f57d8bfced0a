"""Finding the user of a bearer token."""

from kernel.accounts.domain.token import digest_of
from kernel.accounts.models import Token
from kernel.workdays.clock import now


def find_token(plain: str, host: str, *, scope: str = "api") -> Token | None:
    """The valid token with that text on that host within that scope, with its user."""
    token = Token.objects.select_related("user").filter(digest=digest_of(plain)).first()
    if token is None or token.host != host or token.revoked_at is not None:
        return None
    if token.expires_at <= now() or not token.user.is_active or scope not in token.scopes:
        return None
    return token
