"""This installation as one of several: its province, and the installation above it."""

import os
from urllib.parse import urlsplit

from config.settings import env
from config.settings.paths import ENVIRONMENT

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def read_upstream() -> tuple[str, str]:
    """(address of the installation above, code of the own province); empty without one."""
    url, code = (os.environ.get(name, "") for name in ("QIANZHAN_UPSTREAM_URL", CODE))
    if not url:
        return "", code
    parts = urlsplit(url)
    safe = parts.scheme == "https" or ENVIRONMENT != "production" or parts.hostname in LOOPBACK
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise env.refuse("QIANZHAN_UPSTREAM_URL", "https://host of the installation above", url)
    if not safe:
        raise env.refuse("QIANZHAN_UPSTREAM_URL", "an address that begins with https://", url)
    if not (code.isascii() and code.isdigit() and len(code) == 2):
        raise env.refuse(CODE, "the two digits of the province", code or None)
    return url.rstrip("/"), code


CODE = "QIANZHAN_CELL_CODE"
UPSTREAM_URL, CELL_CODE = read_upstream()
