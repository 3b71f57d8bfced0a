"""What a page may never ask of a phone: place, camera, microphone, movement (X02).

No page needs them; the header makes sure that none comes to.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NEVER = ("camera", "geolocation", "microphone", "accelerometer", "gyroscope", "magnetometer")
POLICY = ", ".join(f"{name}=()" for name in NEVER)


class PermissionsMiddleware:
    """Puts the policy on every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response
