"""A person's identity across counties: log-in name, display name, password, second factor."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from kernel.base import UuidModel
from kernel.crypto.fields import InstallationTextField


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(UuidModel, AbstractBaseUser):
    """Lies in public; counties keep its UUID and name, never its row id (rule R3)."""

    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    phone = InstallationTextField(blank=True, default="")
    otp_secret = InstallationTextField(blank=True, default="")
    # The county that made the account, as long as no other lets it in: only that one's bureau
    # may give it a new password. Empty: only the operators may.
    home_county = models.CharField(max_length=6, blank=True, default="", db_default="")
    # The password was given by somebody else: its owner chooses another before anything else.
    has_first_password = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.display_name


class LoginFailure(models.Model):
    """A failed log-in, counted for the lock-out; cleared by a successful one or by time."""

    id = models.BigAutoField(primary_key=True)
    host = models.CharField(max_length=200)
    username = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        # Counted by host and name within the lock-out period at each log-in.
        indexes = [models.Index(fields=["host", "username", "at"], name="loginfailure_count")]

    def __str__(self) -> str:
        return f"{self.username}@{self.host}"
