"""Archives of counties: where they lie, how they are locked, how long a restore waits."""

from pathlib import Path

from config.settings import env
from config.settings.paths import DATA

# Archives made from the operators' pages; mode 700, outside whatever a web server gives out.
ARCHIVES_ROOT = Path(env.read_text("QIANZHAN_ARCHIVES", str(DATA / "archives")))
# Characters. An archive opens every field of a county, so four words rather than one.
ARCHIVE_PASSPHRASE_MIN = env.read_int("QIANZHAN_PASSPHRASE_MIN", 16, low=12, high=200)
# scrypt's N is 2 to this power: 2**17 (with r = 8, p = 1 the least that OWASP advises) takes
# 128 MB and half a second, once a process.
ARCHIVE_SCRYPT_COST = env.read_int("QIANZHAN_SCRYPT_COST", 17, low=10, high=20)
# zlib's level inside the cipher: 0 writes rows as they are; 1 makes an archive a third as large
# and takes twice as long.
ARCHIVE_COMPRESSION = env.read_int("QIANZHAN_ARCHIVE_COMPRESSION", 0, low=0, high=9)
# How long an export, a restore or an erasure waits for others' locks, as PostgreSQL reads it.
COUNTY_LOCK_TIMEOUT = f"{env.read_int('QIANZHAN_COUNTY_LOCK_SECONDS', 5, low=1, high=600)}s"
