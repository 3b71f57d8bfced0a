"""Lost updates: a change says by If-Match which version it was made on."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from kernel.errors import Required, Stale

IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True, description="The ETag."
)
ETAG = OpenApiParameter("ETag", OpenApiTypes.STR, OpenApiParameter.HEADER, response=[200])


def etag_of(uuid: object, version: int) -> str:
    """The strong ETag of an object's version."""
    return f'"{uuid}-{version}"'


def set_etag(answer: HttpResponse, uuid: object, version: int) -> HttpResponse:
    answer["ETag"] = etag_of(uuid, version)
    return answer


def require_match(request: Request, uuid: object, version: int) -> None:
    """Refuse a change without If-Match (428) or made on another version (412)."""
    given = request.headers.get("If-Match")
    if not given:
        raise Required(_("Send the ETag you read in the If-Match header."))
    current = etag_of(uuid, version)
    if current not in [part.strip() for part in given.split(",")]:
        raise Stale(_("Somebody has changed this in the meantime; read it again."))


def read_match(request: Request, uuid: object, *, optional: bool = False) -> int | None:
    """The version that If-Match names, for the domain to compare under its lock.

    None for "*", and without the header where it is optional. A tag that a proxy has marked
    as weak counts. Raises Required (428), or Stale (412) for a tag of another object.
    """
    given = request.headers.get("If-Match", "").strip()
    if given == "*" or (optional and not given):
        return None
    if not given:
        raise Required(_("Send the ETag you read in the If-Match header."))
    start = f'"{uuid}-'
    tags = [part.strip().removeprefix("W/") for part in given.split(",")]
    versions = [tag[len(start) : -1] for tag in tags if tag.startswith(start) and tag[-1] == '"']
    known = [int(each) for each in versions if each.isascii() and each.isdigit() and len(each) < 10]
    if not known:
        raise Stale(_("Somebody has changed this in the meantime; read it again."))
    return max(known)
