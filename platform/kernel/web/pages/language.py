"""Choosing the language of the pages; kept in a cookie of this host."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kernel.access.middleware import open_to_public
from kernel.web.language import CODES
from kernel.web.pages.login import safe_url

YEAR = 365 * 24 * 3600


@open_to_public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Back to the page one came from, in the language chosen; an unknown one changes nothing."""
    response = redirect(safe_url(request, request.POST.get("next", "")))
    language = request.POST.get("language")
    if language in CODES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
