"""Nobody enters a county, or the province's pages, without holding something there.

Views marked ``open_to_public`` are the exception (architecture.md, decision 3); each
stands in the table test.
"""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.access.request import ActorRequest
from kernel.accounts.domain.session import host_of, is_of_host
from kernel.accounts.queries.token import find_token
from kernel.tenancy.problem import answer_problem

View = TypeVar("View", bound=Callable[..., HttpResponse])
POSTS = {"province": {"PROVINCE", "PREFECTURE"}, "ops": {"PLATFORM"}}


def open_to_public(view: View) -> View:
    """Mark a view that anybody may reach: log-in, health, publicity."""
    view.open_to_public = True  # type: ignore[attr-defined]
    return view


def takes_first_password(view: View) -> View:
    """Mark the view that lets one choose another password than the one given by the bureau."""
    view.takes_first_password = True  # type: ignore[attr-defined]
    return view


class MembershipMiddleware:
    """Sets request.actor, and answers 401 or 403 before a closed view is reached."""

    def __init__(self, get_response: Callable[[ActorRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        request.actor = None  # type: ignore[assignment]  # until the view is known
        return self.get_response(request)

    def process_view(
        self, request: ActorRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        identify = self._by_token if request.path.startswith("/api/") else self._by_session
        refusal = identify(request)
        if getattr(view, "open_to_public", False):
            return None
        if refusal is not None:
            return refusal
        actor: Actor = request.actor
        if not may_enter(request, actor):
            return answer_problem(request, 403, "no_membership")
        if _has_first_password(request) and not getattr(view, "takes_first_password", False):
            return go_to(request, resolve_url("web:password"))
        return None

    def _by_token(self, request: ActorRequest) -> HttpResponse | None:
        request.user = AnonymousUser()
        scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not plain:
            return answer_problem(request, 401, "no_token")
        token = find_token(plain.strip(), host_of(request))
        if token is None:
            return answer_problem(request, 401, "bad_token")
        request.user = token.user
        request.actor = actor_of(token.user)
        return None

    def _by_session(self, request: ActorRequest) -> HttpResponse | None:
        if request.user.is_authenticated and not is_of_host(request):
            logout(request)
        if request.user.is_authenticated:
            request.actor = actor_of(request.user)
            return None
        if request.headers.get("HX-Request"):
            return go_to(request, resolve_url("web:login"), 401)
        return redirect_to_login(request.get_full_path(), resolve_url("web:login"))


def _has_first_password(request: ActorRequest) -> bool:
    return request.user.is_authenticated and request.user.has_first_password


def go_to(request: HttpRequest, address: str, status: int = 403) -> HttpResponse:
    """Send the whole page elsewhere, also when only a part of it was asked for."""
    if not request.headers.get("HX-Request"):
        return redirect(address)
    answer = HttpResponse(status=status)
    answer["HX-Redirect"] = address
    return answer


def may_enter(request: ActorRequest, actor: Actor) -> bool:
    """Whether the actor holds anything on the request's host."""
    kind = request.site.kind
    return bool(actor.memberships) if kind == "county" else bool(actor.roles & POSTS[kind])
