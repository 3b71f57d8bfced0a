"""Model fields whose column holds only ciphertext."""

from collections.abc import Callable
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models

from kernel.crypto.cipher import decrypt, encrypt
from kernel.crypto.keys import data_key, installation_key


class EncryptedTextField(models.TextField):
    """Text encrypted with the county's key; empty stays empty. Not searchable.

    ``max_length`` is the most characters of the text itself: checked, never a column's width.
    """

    key: Callable[[], bytes] = staticmethod(data_key)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text, self.key()) if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypt(value, self.key()) if value else value


class InstallationTextField(EncryptedTextField):
    """Text of a public table, encrypted with the installation's key."""

    key = staticmethod(installation_key)
