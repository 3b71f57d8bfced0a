"""Pages of every host: log-in, log-out, password, language."""

from django.urls import path

from kernel.web.pages.language import choose_language
from kernel.web.pages.login import login, logout
from kernel.web.pages.password import change_own

app_name = "web"
urlpatterns = [
    path("login/", login, name="login"),
    path("logout/", logout, name="logout"),
    path("password/", change_own, name="password"),
    path("language/", choose_language, name="language"),
]
