"""Pages of every host: log-in, log-out, language."""

from django.urls import path

from kernel.web.pages.language import choose_language
from kernel.web.pages.login import login, logout

app_name = "web"
urlpatterns = [
    path("login/", login, name="login"),
    path("logout/", logout, name="logout"),
    path("language/", choose_language, name="language"),
]
