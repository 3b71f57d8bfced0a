"""Log-in and log-out, on every host."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kernel.access.middleware import open_to_public
from kernel.accounts.domain.credentials import LoginRefused
from kernel.accounts.domain.session import log_in, log_out

LOCKED_OUT = 429
READER = "reader"
REFUSED = 422


class LoginForm(forms.Form):
    """Name and password; the second factor only after it has been asked for."""

    username = forms.CharField(
        label=_("Log-in name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    otp = forms.CharField(
        label=_("Code of the second factor"),
        max_length=10,
        required=False,
        help_text=_("Six digits from your authenticator app. Enter your password once more."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, ask_otp: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_otp:
            del self.fields["otp"]


@open_to_public
@sensitive_post_parameters("password", "otp")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """The form; after success on to ``next``, which must lie on this host."""
    if request.method != "POST":
        return _leave(request) if request.user.is_authenticated else _show(request, LoginForm())
    form = LoginForm(request.POST, ask_otp="otp" in request.POST)
    if not form.is_valid():
        return _show(request, form, status=REFUSED)
    try:
        log_in(request, **form.cleaned_data)
    except LoginRefused as refusal:
        return _refuse(request, refusal)
    return _tell_reader(request, _leave(request))


def _tell_reader(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Who is logged in, for the scripts of pages that a phone keeps (leave.js): without a link
    nobody else tells them that another person's list lies there. It opens nothing.
    """
    user: Any = request.user
    response.set_cookie(
        READER,
        str(user.uuid),
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def _refuse(request: HttpRequest, refusal: LoginRefused) -> HttpResponse:
    ask_otp = "otp" in request.POST or refusal.code == "otp_required"
    form = LoginForm(request.POST, ask_otp=ask_otp)
    form.full_clean()
    field = "otp" if refusal.code == "otp_required" else None
    form.add_error(field, refusal.detail)
    status = LOCKED_OUT if refusal.code == "locked_out" else REFUSED
    return _show(request, form, status=status)


def _show(request: HttpRequest, form: LoginForm, status: int = 200) -> HttpResponse:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "web/login.html", {"form": form, "next": wanted}, status=status)


def _leave(request: HttpRequest) -> HttpResponseRedirect:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return redirect(safe_url(request, wanted))


def safe_url(request: HttpRequest, wanted: str) -> str:
    """The wanted address when it lies on this host, the start page otherwise."""
    allowed = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed else "/"


@open_to_public
@require_http_methods(["GET", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """POST ends the session; GET asks, so that a link from elsewhere ends nothing."""
    if request.method == "GET":
        return render(request, "web/logout.html")
    log_out(request)
    response = redirect("web:login")
    response.delete_cookie(READER, samesite="Lax")
    return response
