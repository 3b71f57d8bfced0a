"""Sessions of the pages: bound to the host they were made for."""

from django.contrib.auth import login, logout
from django.http import HttpRequest

from kernel.accounts.domain.credentials import check_login
from kernel.accounts.models import User

HOST_KEY = "host"


def log_in(request: HttpRequest, username: str, password: str, otp: str = "") -> User:
    """Start a session on the request's host; raises LoginRefused."""
    host = host_of(request)
    user = check_login(host=host, username=username, password=password, otp=otp)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[HOST_KEY] = host
    return user


def log_out(request: HttpRequest) -> None:
    logout(request)


def host_of(request: HttpRequest) -> str:
    """The request's host name without port."""
    host = request.get_host()
    return host.rpartition(":")[0] or host


def is_of_host(request: HttpRequest) -> bool:
    """False for a session that was made on another host: it is refused."""
    return request.session.get(HOST_KEY) == host_of(request)
