"""One's own password, on every host."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kernel.access.middleware import takes_first_password
from kernel.access.request import ActorRequest
from kernel.accounts.domain.credentials import LoginRefused, check_own_password
from kernel.accounts.domain.session import host_of
from kernel.accounts.domain.user import change_password, refuse_old
from kernel.audit.domain import record
from kernel.errors import Invalid
from kernel.web.forms import add_errors


def secret_field(label: Any, autocomplete: str, **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget, **options)


class PasswordForm(forms.Form):
    """The old one, and the new one twice, for nobody sees what is typed."""

    old = secret_field(gettext_lazy("Password so far"), "current-password")
    new = secret_field(
        gettext_lazy("New password"),
        "new-password",
        help_text=gettext_lazy("At least ten characters, and none of the common ones."),
    )
    again = secret_field(gettext_lazy("New password once more"), "new-password")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if {"new", "again"} <= values.keys() and values["new"] != values.pop("again"):
            self.add_error("again", _("The two new passwords differ."))
        return values


def change_for(request: ActorRequest, user: Any, old: str, new: str) -> None:
    """Guesses at the old one count towards the lock-out, and stay counted when it is refused."""
    if not check_own_password(host=host_of(request), user=user, password=old):
        raise refuse_old()
    with transaction.atomic():
        change_password(user=user, old=old, new=new)
        if request.actor.county:  # the trails are the counties'
            record(actor=request.actor, action="account.password", obj=user)


@takes_first_password
@sensitive_post_parameters("old", "new", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_own(request: ActorRequest) -> HttpResponse:
    """Other sessions of the person end; this one goes on."""
    user: Any = request.user
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_for(request, user, **form.cleaned_data)
        except Invalid as refusal:
            add_errors(form, refusal)
        except LoginRefused as refusal:
            form.add_error("old", refusal.detail)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password is changed."))
            return redirect("web:password")
    context = {
        "form": form,
        "first": user.has_first_password,
        "crumbs": [(_("Change the password"), "")],
    }
    return render(request, "web/password.html", context, status=422 if form.errors else 200)
