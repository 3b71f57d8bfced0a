"""An archive opens with its passphrase only, and whatever was done to it shows."""

import io
import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from kernel.errors import Invalid
from tenants.archive import cipher
from tenants.archive.errors import BadArchive
from tenants.archive.parts import ArchiveReader, ArchiveWriter, Manifest
from tenants.archive.passphrase import read_passphrase

PASSPHRASE = "sixteen letters at least"
HEAD = {"county": {"public_key": ""}}
# Incompressible, so that the archive has several chunks.
CONTENT = Random(1).randbytes(600_000)


def write(content: bytes = CONTENT) -> bytes:
    file = io.BytesIO()
    archive = ArchiveWriter(file, PASSPHRASE, HEAD)
    archive.add("table", "first", content, rows=3)
    archive.add("table", "second", b"", rows=0)
    archive.close()
    return file.getvalue()


def read(archive: bytes, passphrase: str = PASSPHRASE) -> Manifest:
    reader = ArchiveReader(io.BytesIO(archive), passphrase)
    for part in reader.parts():
        part.skip()
    assert reader.manifest is not None
    return reader.manifest


def code_of(archive: bytes, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(BadArchive) as refused:
        read(archive, passphrase)
    return refused.value.code


def start_of_chunks(archive: bytes) -> int:
    return 12 + int.from_bytes(archive[8:12], "big") + 32 + 16


def chunks(archive: bytes) -> list[bytes]:
    found, at = [], start_of_chunks(archive)
    while at < len(archive):
        length = int.from_bytes(archive[at : at + 4], "big") & 0x7FFFFFFF
        found.append(archive[at : at + 4 + length])
        at += 4 + length
    return found


def rebuilt(archive: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    return archive[: start_of_chunks(archive)] + b"".join(change(chunks(archive)))


def test_what_was_written_is_read_again() -> None:
    archive = write()
    reader = ArchiveReader(io.BytesIO(archive), PASSPHRASE)
    found = {part.part.name: part.read() for part in reader.parts()}
    assert found == {"head": json.dumps(HEAD, separators=(",", ":")).encode(), "first": CONTENT,
                     "second": b""}  # fmt: skip
    assert [part["rows"] for part in reader.manifest.parts] == [0, 3, 0]
    assert len(chunks(archive)) > 1


def test_two_archives_of_the_same_have_the_same_manifest_and_nothing_else_in_common() -> None:
    first, second = write(), write()
    assert read(first).digest == read(second).digest
    assert not set(chunks(first)) & set(chunks(second))


def test_nothing_of_the_content_can_be_read_outside() -> None:
    assert b"second" not in write(b"second " * 1000)


def test_another_passphrase_is_told_from_damage() -> None:
    assert code_of(write(), "another sixteen letters") == "wrong_passphrase"


def test_a_flipped_bit_anywhere_shows() -> None:
    archive = write()
    places = {0: "not_an_archive", 20: "damaged", start_of_chunks(archive) - 40: "damaged"}
    places |= {start_of_chunks(archive) + at: "damaged" for at in (5, 100_000, 262_200)}
    places[len(archive) - 1] = "damaged"
    for at, code in places.items():
        changed = bytearray(archive)
        changed[at] ^= 1
        assert code_of(bytes(changed)) == code, at


def test_the_check_of_the_key_is_no_way_in() -> None:
    archive = bytearray(write())
    archive[start_of_chunks(archive) - 1] ^= 1
    assert code_of(bytes(archive)) == "wrong_passphrase"


@pytest.mark.parametrize("left", [4, 30, 200, -1, -100_000])
def test_a_cut_off_archive_shows(left: int) -> None:
    archive = write()
    assert code_of(archive[:left]) in {"truncated", "not_an_archive"}


def test_an_archive_cut_between_two_chunks_shows() -> None:
    assert code_of(rebuilt(write(), lambda found: found[:-1])) == "truncated"


@pytest.mark.parametrize(
    "change",
    [
        lambda found: [found[1], found[0], *found[2:]],
        lambda found: found[1:],
        lambda found: [found[0], *found],
        lambda found: [*found, found[-1]],
    ],
    ids=["swapped", "first missing", "first twice", "last twice"],
)
def test_moved_chunks_show(change: Callable[[list[bytes]], list[bytes]]) -> None:
    assert code_of(rebuilt(write(), change)) == "damaged"


def test_a_chunk_of_another_archive_shows() -> None:
    other = chunks(write())
    assert code_of(rebuilt(write(), lambda found: [other[0], *found[1:]])) == "damaged"


def test_a_later_format_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "FORMAT", cipher.FORMAT + 1)
    archive = write()
    monkeypatch.undo()
    assert code_of(archive) == "newer_version"


@pytest.mark.parametrize("number", [1, 2])
def test_a_packed_archive_is_read(
    number: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first format was always packed."""
    settings.ARCHIVE_COMPRESSION = 1
    monkeypatch.setattr(cipher, "FORMAT", number)
    archive = write(b"one line\n" * 100_000)
    monkeypatch.undo()
    assert len(archive) < 20_000
    assert [part["bytes"] for part in read(archive).parts[1:]] == [900_000, 0]


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        ArchiveWriter(io.BytesIO(), "fifteen letters", HEAD)
    assert refused.value.code == "passphrase_too_short"


def test_where_a_passphrase_comes_from(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "passphrase"
    file.write_text("from a file, long enough\n", encoding="utf-8")
    monkeypatch.setenv("QIANZHAN_PASSPHRASE", "from the environment")
    assert read_passphrase(file) == "from a file, long enough"
    assert read_passphrase(None) == "from the environment"
    monkeypatch.delenv("QIANZHAN_PASSPHRASE")
    typed = iter(["typed on a keyboard", "typed on a keyboard"])
    assert read_passphrase(None, twice=True, ask=lambda prompt: next(typed)) == (
        "typed on a keyboard"
    )
    typed = iter(["typed on a keyboard", "typed on a keybord"])
    with pytest.raises(Invalid) as refused:
        read_passphrase(None, twice=True, ask=lambda prompt: next(typed))
    assert refused.value.code == "passphrases_differ"
