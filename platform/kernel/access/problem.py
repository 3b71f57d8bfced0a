"""The answer to an address that has no page, for who is logged in."""

from django.http import HttpResponse

from kernel.access.middleware import may_enter
from kernel.access.queries import actor_of
from kernel.access.request import ActorRequest
from kernel.accounts.domain.session import is_of_host
from kernel.tenancy import problem


def page_not_found(request: ActorRequest, exception: Exception) -> HttpResponse:
    """handler404 of every URL root.

    No view was found for the middleware to name the person for; the page still shows them the
    way on, when they may enter here.
    """
    user = getattr(request, "user", None)
    is_page = not request.path.startswith("/api/")
    if is_page and user is not None and user.is_authenticated and is_of_host(request):
        actor = actor_of(user)
        if may_enter(request, actor):
            request.actor = actor
    return problem.page_not_found(request, exception)
