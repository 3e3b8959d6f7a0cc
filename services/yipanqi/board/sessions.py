"""Sessions: a signed token in a cookie or a bearer header, and the brake on guessing passwords."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from itsdangerous import BadData, URLSafeTimedSerializer
from pydantic import SecretStr

from yipanqi.board.accounts import Account, Accounts
from yipanqi.board.ended import EndedTokens

COOKIE = "yipanqi_session"
_SALT = "yipanqi.board.session.v1"


@dataclass(frozen=True, slots=True)
class Session:
    """Who is logged in, by which token."""

    account: Account
    token_id: str


class Sessions:
    """Makes and checks tokens. Nothing is stored but the ids of tokens that were logged out, in the file `ended`."""

    def __init__(self, secret: SecretStr, accounts: Accounts, hours: float, ended: Path) -> None:
        self._signer = URLSafeTimedSerializer(secret.get_secret_value(), salt=_SALT)
        self._accounts = accounts
        self.seconds = int(hours * 3600)
        self._ended = EndedTokens(ended, self.seconds)

    def issue(self, account: Account) -> str:
        """Return a new token for an account."""
        return str(self._signer.dumps([account.username, account.mark(), secrets.token_urlsafe(12)]))

    def check(self, token: str | None) -> Session | None:
        """Return the session of a token; None if it is forged, too old, logged out, or its account has changed."""
        if not token or len(token) > 1_000:
            return None
        try:
            username, mark, token_id = self._signer.loads(token, max_age=self.seconds)
        except (BadData, ValueError, TypeError):
            return None
        account = self._accounts.find(str(username))
        if account is None or account.mark() != mark or self._ended.has(str(token_id)):
            return None
        return Session(account, str(token_id))

    def end(self, session: Session) -> None:
        """Log a session out."""
        self._ended.add(session.token_id)


class LoginBrake:
    """Counts failed logins per address and name; too many in a window are refused until it has passed. Thread-safe."""

    def __init__(
        self,
        *,
        per_name: int = 5,
        per_address: int = 30,
        window_s: float = 300.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = {"name": per_name, "address": per_address}
        self._window_s = window_s
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._failures: OrderedDict[tuple[str, str], list[float]] = OrderedDict()

    def attempt(self, address: str, username: str) -> float:
        """Return how long this address has to wait before it may try this name; 0 notes the attempt as a failed one.

        It counts before the password is looked at: attempts made at the same time would all pass otherwise.
        """
        now = self._monotonic()
        with self._lock:
            wait = max(self._wait(key) for key in _keys(address, username))
            if wait > 0:
                return wait
            for key in _keys(address, username):
                self._failures[key] = [*self._failures.get(key, ()), now][-self._limits[key[0]] :]
                self._failures.move_to_end(key)
            while len(self._failures) > 20_000:
                self._failures.popitem(last=False)
        return 0.0

    def succeeded(self, address: str, username: str) -> None:
        """Forget the failures of this name from this address, and that its attempt counted for the address."""
        by_address, by_name = _keys(address, username)
        with self._lock:
            self._failures.pop(by_name, None)
            if at := self._failures.get(by_address):
                at.pop()

    def _wait(self, key: tuple[str, str]) -> float:
        recent = [at for at in self._failures.get(key, ()) if self._monotonic() - at < self._window_s]
        if len(recent) < self._limits[key[0]]:
            return 0.0
        return self._window_s - (self._monotonic() - recent[0])


def _keys(address: str, username: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("address", address), ("name", f"{address} {username}")
