"""Refusals of the domain as pages, and the pages of each status."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from kernel.accounts.models import User
from kernel.errors import (
    Conflict,
    DomainError,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    Required,
    Stale,
)
from kernel.web.refusals import RefusalMiddleware


def refuse(error: Exception, path: str = "/x/", **headers: str) -> HttpResponse | None:
    request = RequestFactory().get(path, headers=headers)
    return RefusalMiddleware(lambda _: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("没有这个站点"), 404),
        (Forbidden("不是您的站点"), 403),
        (Conflict("已经提交"), 409),
        (Stale("已被他人修改"), 412),
        (Invalid("数值过大"), 422),
        (Required("缺少版本"), 428),
        (DomainError("不行"), 400),
    ],
)
def test_each_kind_has_its_status_and_says_its_sentence(error: DomainError, status: int) -> None:
    answer = refuse(error)
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'<p class="problem-detail">{error.detail}</p>' in page
    assert f'<p class="problem-code">{status}</p>' in page


def test_fields_are_listed_and_escaped() -> None:
    wrong = FieldError("count", "max", "不超过 <b>3</b>", 9, 3)
    page = refuse(Invalid("数值过大", errors=[wrong])).content.decode()
    assert "<li>不超过 &lt;b&gt;3&lt;/b&gt;</li>" in page


def test_htmx_gets_a_fragment() -> None:
    answer = refuse(Conflict("已经提交"), hx_request="true")
    assert answer.status_code == 409
    assert "<html" not in answer.content.decode()
    assert "已经提交" in answer.content.decode()


def test_other_errors_and_the_api_are_left_alone() -> None:
    assert refuse(ValueError("bug")) is None
    assert refuse(NotFound("x"), path="/api/v1/stations") is None


def test_unknown_page_says_so_to_who_is_in(
    county_client: Callable[..., Client], member: Callable[..., User]
) -> None:
    answer = county_client(member("BUREAU")).get("/nothing/")
    assert answer.status_code == 404
    assert "页面不存在，或不在您可查看的范围内。" in answer.content.decode()
    assert "/network/" in [link.url for link in answer.context["nav_links"]]


def test_unknown_page_offers_strangers_no_way(
    county_client: Callable[..., Client], official: Callable[..., User]
) -> None:
    for stranger in (None, official("PROVINCE", "51")):
        answer = county_client(stranger).get("/nothing/")
        assert answer.status_code == 404
        assert answer.context["nav_links"] == []
        assert answer.context["actor"] is None


def test_pages_are_private_and_under_the_policy(
    county_client: Callable[..., Client], member: Callable[..., User]
) -> None:
    answer = county_client(member("BUREAU")).get("/")
    assert answer["Cache-Control"] == "private, no-cache"
    policy = dict(
        part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";")
    )
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_page_of_a_fault_needs_nothing() -> None:
    from django.views.defaults import server_error

    answer = server_error(HttpRequest())
    assert answer.status_code == 500
    assert "系统出错" in answer.content.decode()
