"""Where a phone's visits arrive: JSON with the session and its CSRF token.

201 new, 200 the same again, 409 ``differs`` with both versions, 404, 422.
"""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel.access.request import ActorRequest
from kernel.errors import DomainError, FieldError, Invalid
from kernel.web.refusals import status_of
from stations.casework.domain.arrival import Differs, put_visit
from stations.casework.forms import SentVisitForm
from stations.casework.queries.sent import shape_visit
from stations.casework.rules import require_visitor

PROBLEM = "application/problem+json"


@require_http_methods(["PUT"])
def receive_visit(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Take in a visit under the uuid that the phone gave it."""
    try:
        require_visitor(request.actor)
        sent = _read(request.body)
        visit, is_new = put_visit(actor=request.actor, uuid=uuid, **sent)
    except Differs as refusal:
        both = {"stored": shape_visit(refusal.stored), "sent": _plain(request.body)}
        return _refuse(refusal, **both)
    except DomainError as refusal:
        return _refuse(refusal)
    return JsonResponse(shape_visit(visit), status=201 if is_new else 200)


def _plain(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Invalid(_("A visit is sent as a JSON object."), code="bad_json")
    return found


def _read(body: bytes) -> dict[str, Any]:
    sent = _plain(body)
    form = SentVisitForm(sent)
    errors = [
        FieldError(name, "unknown", _("There is no such field."), allowed=list(form.fields))
        for name in sorted(set(sent) - set(form.fields))
    ]
    for name, problems in form.errors.get_json_data().items():
        allowed = [value for value, _label in getattr(form.fields[name], "choices", ())] or None
        for found in problems:
            code, message = found["code"] or "invalid", found["message"]
            errors.append(FieldError(name, code, message, str(sent.get(name, "")), allowed))
    if errors:
        raise Invalid(_("The visit cannot be taken in as it is."), errors=errors)
    return form.cleaned_data


def _refuse(refusal: DomainError, **more: Any) -> JsonResponse:
    """RFC 9457, in the shape of the API."""
    status = status_of(refusal)
    errors = [
        {
            "field": error.field,
            "code": error.code,
            "message": str(error.message),
            "given": error.given if isinstance(error.given, str | None) else str(error.given),
            "allowed": error.allowed,
        }
        for error in refusal.errors
    ]
    body = {
        "type": "about:blank",
        "title": _("The visit was not taken in"),
        "status": status,
        "detail": str(refusal.detail),
        "code": refusal.code,
        "errors": errors,
        **more,
    }
    return JsonResponse(body, status=status, content_type=PROBLEM)
