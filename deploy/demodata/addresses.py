"""`.data/demo.json`: where everything is and how to log in; readable by its owner only."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings

from kernel.access.models import Membership
from kernel.accounts.domain.token import issue_token
from kernel.accounts.models import OfficialRole, Post, Token, User
from kernel.tenancy import county_context
from tenants.models import County, CountyState, Domain

OPERATOR = OfficialRole.PLATFORM
WITHOUT_SCHEMA = (CountyState.PROVISIONING, CountyState.ERASED)


def demo_file() -> Path:
    return Path(settings.DATA) / "demo.json"


def _password_file() -> Path:
    return Path(settings.DATA) / "demo-password"


def kept_password() -> str:
    """The demo's one password, empty before it is built."""
    return _password_file().read_text().strip() if _password_file().exists() else ""


def keep_password(password: str) -> str:
    _write(_password_file(), password)
    return password


def write_addresses(*, port: int) -> dict[str, Any]:
    """Write and give the addresses with fresh tokens; those of the last start are removed."""
    base_url = f"http://127.0.0.1:{port}"
    Token.objects.all().delete()
    counties = County.objects.exclude(state__in=WITHOUT_SCHEMA)
    base = settings.BASE_HOST
    content = {
        "province": _officials(base, base_url, port, operators=False),
        "operators": _officials(f"ops.{base}", base_url, port, operators=True),
        "counties": [_county(county, base_url, port) for county in counties],
    }
    _write(demo_file(), json.dumps(content, ensure_ascii=False, indent=1))
    return content


def _officials(host: str, base_url: str, port: int, *, operators: bool) -> dict[str, Any]:
    """A public host with those who enter it."""
    posts = Post.objects.select_related("user").order_by("id")
    users = [
        _entry(post.user, post.role, host) for post in posts if (post.role == OPERATOR) == operators
    ]
    return {"base_url": base_url, "host": f"{host}:{port}", "users": users}


def _county(county: County, base_url: str, port: int) -> dict[str, Any]:
    host = Domain.objects.get(tenant=county, is_primary=True).domain
    with county_context(county.code):
        held = list(Membership.objects.order_by("id"))
    users = {user.uuid: user for user in User.objects.filter(uuid__in=[m.user_uuid for m in held])}
    entries = [
        _entry(users[membership.user_uuid], membership.role, host)
        | {"scope": membership.scope_code or membership.scope_kind}
        for membership in held
    ]
    return {
        "code": county.code,
        "name": county.name,
        "base_url": base_url,
        "host": f"{host}:{port}",
        "users": entries,
    }


def _entry(user: User, role: str, host: str) -> dict[str, str]:
    plain, _token = issue_token(user=user, host=host)
    return {
        "role": role,
        "username": user.username,
        "name": user.display_name,
        "password": kept_password(),
        "token": plain,
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
