"""Personal data: encrypted per field with the county's key, masked by default."""

from kernel.crypto.fields import EncryptedTextField
from kernel.crypto.index import blind_index
from kernel.crypto.masking import mask_id_number, mask_name, mask_phone

__all__ = ["EncryptedTextField", "blind_index", "mask_id_number", "mask_name", "mask_phone"]
