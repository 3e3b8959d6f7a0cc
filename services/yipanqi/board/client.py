"""Asking the board over HTTP, for the command line and for scripts; prints nothing."""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import httpx
from pydantic import SecretStr

from yipanqi.bus.errors import AuthenticationError, YipanqiError


class BoardClient:
    """Talks to one board as one account, from logging in to `close`."""

    def __init__(self, base_url: str, username: str, password: SecretStr, *, timeout_s: float = 30.0) -> None:
        """Log in; AuthenticationError when the account is refused, YipanqiError when the board can't be reached."""
        self._base_url = base_url.rstrip("/")
        self._http = httpx.Client(base_url=f"{self._base_url}/api/v1/", timeout=timeout_s, trust_env=False)
        login = {"username": username, "password": password.get_secret_value(), "token": True}
        try:
            token = self._request("POST", "login", login)["token"]
        except BaseException:
            self.close()
            raise
        self._http.headers["Authorization"] = f"Bearer {token}"

    def check_enterprise(self, question: dict[str, Any]) -> dict[str, Any]:
        """Return who answers to a check: the body and the answer of POST /api/v1/enterprises/check."""
        return self._request("POST", "enterprises/check", question)

    def report(self, kind: str, params: dict[str, str]) -> bytes:
        """Return the file of a report: `kind` is monthly or weekly, `params` are those of GET /api/v1/reports/…."""
        return self._send("GET", f"reports/{kind}", params=params).content

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        """Use the client in a `with` block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """End the session and close."""
        # Where logging out fails the session ends by itself; the answer is what mattered.
        with suppress(httpx.HTTPError):
            self._http.post("logout")
        self.close()

    def _request(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return dict(self._send(method, path, body=body).json())

    def _send(
        self, method: str, path: str, *, body: dict[str, Any] | None = None, params: dict[str, str] | None = None
    ) -> httpx.Response:
        try:
            response = self._http.request(method, path, json=body, params=params)
        except httpx.HTTPError as error:
            raise YipanqiError(
                f"看板 {self._base_url} 无法访问，请确认已启动 | "
                f"the board {self._base_url} can't be reached, is it running? ({type(error).__name__})",
                retriable=True,
            ) from error
        if response.is_success:
            return response
        message = _message(response)
        if response.status_code in (401, 403, 429):
            raise AuthenticationError(message)
        raise YipanqiError(message, retriable=response.status_code == 503)


def _message(response: httpx.Response) -> str:
    """Return the board's own words, or the status where it has none."""
    try:
        problems = response.json()["errors"]
        zh, en = "；".join(p["zh"] for p in problems), "; ".join(p["en"] for p in problems)
    except (ValueError, KeyError, TypeError):
        return f"看板答复了状态 {response.status_code} | the board answered with status {response.status_code}"
    return f"{zh} | {en}"
