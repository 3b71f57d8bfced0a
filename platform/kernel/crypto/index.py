"""Finding an encrypted value again without storing it readably."""

import hashlib
import hmac

from kernel.crypto.keys import index_key


def blind_index(value: str) -> str:
    """HMAC-SHA256 of the normalised value with the county's index key, 64 hex digits.

    Case and blanks do not count; an empty value has an empty index.
    """
    plain = "".join(value.split()).upper()
    return hmac.new(index_key(), plain.encode(), hashlib.sha256).hexdigest() if plain else ""
