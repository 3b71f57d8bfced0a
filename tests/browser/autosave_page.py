"""A page with one form that saves itself, as an app would write it; for test_autosave."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django_cotton.compiler_regex import CottonCompiler

PAGE = """
{% extends "web/base.html" %}
{% block title %}autosave{% endblock %}
{% block content %}
<h1>autosave</h1>
<form id="note" method="post" action="/note/" data-autosave hx-post="/note/"
      hx-trigger="change, input delay:300ms, submit, autosave" hx-target="#note-notes"
      hx-swap="innerHTML">
  {% csrf_token %}
  <label for="text">说明</label>
  <textarea id="text" name="text" class="form-control">{{ text }}</textarea>
  <div id="note-notes"></div>
  <c-autosave /> <button class="btn btn-primary">保存</button>
</form>
{% endblock %}
"""


@dataclass
class Kept:
    """What the server keeps, and how it answers the next saves."""

    text: str = ""
    saves: list[str] = field(default_factory=list)
    status: int = 200


kept = Kept()


def note(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return save(request)
    template = engines["django"].from_string(CottonCompiler().process(PAGE))
    return HttpResponse(template.render({"text": kept.text}, request))


def save(request: HttpRequest) -> HttpResponse:
    kept.saves.append(request.POST["text"])
    if kept.status != 200:
        return HttpResponse("服务器的回答", status=kept.status)
    kept.text = request.POST["text"]
    return HttpResponse("" if request.htmx else "已保存在服务器")


urlpatterns = [path("note/", note), path("", include("config.urls_county"))]
