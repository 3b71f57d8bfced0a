"""Nobody enters a county, or the province's pages, without holding something there.

Views marked ``open_to_public`` are the exception (architecture.md, decision 3); each
stands in the table test.
"""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import resolve_url

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
            answer = HttpResponse(status=401)
            answer["HX-Redirect"] = resolve_url("web:login")
            return answer
        return redirect_to_login(request.get_full_path(), resolve_url("web:login"))


def may_enter(request: ActorRequest, actor: Actor) -> bool:
    """Whether the actor holds anything on the request's host."""
    kind = request.site.kind
    return bool(actor.memberships) if kind == "county" else bool(actor.roles & POSTS[kind])
