"""Posts of officials above the counties, and of the platform's operators."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.accounts.models.user import User
from kernel.base import UuidModel


class OfficialRole(models.TextChoices):
    """Roles on the public hosts (glossary.md, section 9)."""

    PREFECTURE = "PREFECTURE", _("Prefecture")
    PROVINCE = "PROVINCE", _("Province")
    PLATFORM = "PLATFORM", _("Platform operator")


class Post(UuidModel):
    """What an official may see on the province host: a division and what lies below it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=20, choices=OfficialRole)
    division_code = models.CharField(max_length=12, blank=True, default="")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.role} {self.division_code}"

    @property
    def scope(self) -> str:
        """The scope as the API shows it: a division code, empty for the installation."""
        return self.division_code
