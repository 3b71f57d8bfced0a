"""Handing a stored file out."""

from django.http import FileResponse

from kernel.files.domain import open_file
from kernel.files.models import StoredFile


def answer_file(stored: StoredFile) -> FileResponse:
    """The file as it was handed in, as a download: never shown inside the site, kept by nobody on
    the way."""
    answer = FileResponse(open_file(stored), as_attachment=True, filename=stored.name)
    answer["Content-Type"] = "application/octet-stream"
    answer["Cache-Control"] = "no-store"
    return answer
