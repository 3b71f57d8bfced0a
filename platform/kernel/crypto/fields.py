"""Model fields whose column holds only ciphertext."""

from collections.abc import Callable
from typing import Any

from django.db import models

from kernel.crypto.cipher import decrypt, encrypt
from kernel.crypto.keys import data_key, installation_key


class EncryptedTextField(models.TextField):
    """Text encrypted with the county's key; empty stays empty. Not searchable."""

    key: Callable[[], bytes] = staticmethod(data_key)

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text, self.key()) if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypt(value, self.key()) if value else value


class InstallationTextField(EncryptedTextField):
    """Text of a public table, encrypted with the installation's key."""

    key = staticmethod(installation_key)
