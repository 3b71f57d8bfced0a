"""A small HTTP client of the REST API: base address, Host header, bearer token."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from uuid import uuid4


class Refused(RuntimeError):
    """An answer that is no success; carries the problem document."""

    def __init__(self, call: str, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{call}: {status} {problem.get('code')} {problem.get('detail')}")
        self.status = status
        self.problem = problem


@dataclass
class ApiClient:
    """One user on one host."""

    base_url: str
    host: str
    token: str = ""

    def log_in(self, username: str, password: str) -> "ApiClient":
        body = {"username": username, "password": password}
        self.token = self.call("POST", "/api/v1/auth/token", body)["token"]
        return self

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send JSON, give the parsed answer; raises Refused."""
        data = None if body is None else json.dumps(body).encode()
        return self._send(method, path, data, {"Content-Type": "application/json"} | headers)

    def upload(self, path: str, name: str, content: bytes) -> Any:
        """Send one file as multipart."""
        mark = uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        data = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self._send(
            "POST", path, data, {"Content-Type": f"multipart/form-data; boundary={mark}"}
        )

    def etag(self, path: str) -> str:
        request = self._request("GET", path, None, {})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.headers["ETag"]

    def _send(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> Any:
        try:
            with urllib.request.urlopen(
                self._request(method, path, data, headers), timeout=120
            ) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            problem = json.loads(error.read() or b"{}")
            raise Refused(f"{method} {path}", error.code, problem) from error
        return json.loads(text) if text else None

    def _request(
        self, method: str, path: str, data: bytes | None, headers: dict[str, str]
    ) -> urllib.request.Request:
        sent = {"Host": self.host, "Accept": "application/json"} | headers
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        return urllib.request.Request(self.base_url + path, data=data, headers=sent, method=method)
