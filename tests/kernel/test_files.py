"""Files: judged by content, stored once, refused in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kernel.errors import Invalid
from kernel.files.domain import open_file, store_file
from kernel.files.domain.stored_file import path_of
from kernel.tenancy import county_context
from tests.conftest import OTHER_CODE

PDF = b"%PDF-1.7\n" + b"x" * 100


def test_file_is_kept_under_its_digest(system):
    stored = store_file(actor=system, upload=SimpleUploadedFile("证书.pdf", PDF))

    assert (stored.name, stored.size, stored.media_type) == (
        "证书.pdf",
        len(PDF),
        "application/pdf",
    )
    with open_file(stored) as content:
        assert content.read() == PDF


def test_content_of_one_county_is_not_found_from_another(system):
    stored = store_file(actor=system, upload=SimpleUploadedFile("a.pdf", PDF + b"own"))

    with county_context(OTHER_CODE):
        assert not path_of(stored.digest).exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("leer.pdf", b"", "empty"),
        ("bild.pdf", b"MZ\x90\x00" + b"\0" * 60, "type"),
        ("skript.pdf", b"\x7fELF" + b"\1" * 60, "type"),
    ],
)
def test_unsuitable_file_is_refused_by_its_content(system, name, content, code):
    with pytest.raises(Invalid) as refused:
        store_file(actor=system, upload=SimpleUploadedFile(name, content))

    assert [(error.field, error.code) for error in refused.value.errors] == [("file", code)]


def test_too_large_file_is_refused(system, settings):
    settings.FILE_MAX_BYTES = 50

    with pytest.raises(Invalid) as refused:
        store_file(actor=system, upload=SimpleUploadedFile("a.pdf", PDF))

    assert refused.value.errors[0].code == "too_large"


def test_name_is_never_a_path(system):
    stored = store_file(actor=system, upload=SimpleUploadedFile("../../etc/a.pdf", PDF))

    assert stored.name == "a.pdf"
