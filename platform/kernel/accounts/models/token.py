"""Bearer tokens of the REST API: only a digest is kept."""

from django.db import models

from kernel.accounts.models.user import User
from kernel.base import UuidModel


class Token(UuidModel):
    """Valid on the host it was made for, within its scopes, until it expires or is revoked."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=200)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} on {self.host} until {self.expires_at}"
