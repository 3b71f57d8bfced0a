"""Where a phone's visits arrive: JSON with the session and its CSRF token.

201 new, 200 the same again, 409 ``differs`` with the versions, 404, 422: of the one visit of a
PUT, or of each of those sent together.
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
from stations.casework.domain.arrival import Differs, Outcome, SentVisit, put_visits
from stations.casework.forms import BatchedVisitForm, SentVisitForm
from stations.casework.queries.sent import shape_visit, versions_of
from stations.casework.rules import require_visitor
from stations.casework.sending import receive, visits_of

JSON, PROBLEM = "application/json", "application/problem+json"


@require_http_methods(["PUT"])
def receive_visit(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Take in a visit under the uuid that the phone gave it."""
    try:
        require_visitor(request.actor)
        given = _plain(request.body)
        sent = SentVisit(uuid=uuid, **_checked(given, SentVisitForm))
    except DomainError as refusal:
        return answer_refusal(refusal)
    (outcome,) = put_visits(actor=request.actor, sent=[sent])
    status, body = _answer(outcome, given)
    return JsonResponse(body, status=status, content_type=JSON if status < 400 else PROBLEM)


@require_http_methods(["POST"])
def receive_visits(request: ActorRequest) -> HttpResponse:
    """Take in several visits; each has its answer, in the order sent."""
    try:
        require_visitor(request.actor)
        visits = visits_of(_plain(request.body))
    except DomainError as refusal:
        return answer_refusal(refusal)
    outcomes = receive(request.actor, visits, _read)
    results = [_result(given, each) for given, each in zip(visits, outcomes, strict=True)]
    return JsonResponse({"results": results})


def _result(given: Any, outcome: Outcome) -> dict[str, Any]:
    """The answer of one of several visits."""
    sent = dict(given) if isinstance(given, dict) else {}
    uuid = sent.pop("id", None)
    status, body = _answer(outcome, sent)
    return {"id": uuid, "status": status, "answer": body}


def _answer(outcome: Outcome, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Status and body; where versions differ, with them."""
    if isinstance(outcome, DomainError):
        versions = versions_of(outcome.stored, given) if isinstance(outcome, Differs) else {}
        return status_of(outcome), {**_problem(outcome), **versions}
    return 201 if outcome.is_new else 200, shape_visit(outcome.visit)


def _plain(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    return _object(found)


def _object(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise Invalid(_("A visit is sent as a JSON object."), code="bad_json")
    return given


def _read(given: Any) -> SentVisit:
    """One of several visits, which names its own uuid."""
    values = _checked(_object(given), BatchedVisitForm)
    return SentVisit(uuid=values.pop("id"), **values)


def _checked(sent: dict[str, Any], form_of: type[SentVisitForm]) -> dict[str, Any]:
    form = form_of(sent)
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


def answer_refusal(refusal: DomainError) -> JsonResponse:
    """A refusal of the whole request, in the shape of the API."""
    return JsonResponse(_problem(refusal), status=status_of(refusal), content_type=PROBLEM)


def _problem(refusal: DomainError) -> dict[str, Any]:
    """RFC 9457, in the shape of the API."""
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
    return {
        "type": "about:blank",
        "title": _("The visit was not taken in"),
        "status": status_of(refusal),
        "detail": str(refusal.detail),
        "code": refusal.code,
        "errors": errors,
    }
