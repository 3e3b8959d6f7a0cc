"""Local accounts of the board: who may log in, for which unit, with an Argon2id hash of the password."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import SecretStr

from yipanqi.board.visibility import Viewer, ViewerKind
from yipanqi.bus.errors import ConfigurationError
from yipanqi.contract.catalog import Catalog, product_catalog

LEADER = "leader"
OPERATIONS = "operations"
_SHORTEST = 8
# Each verification takes some tens of MB and milliseconds: two at a time, whatever comes in.
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Account:
    """One account as stored; `unit` is empty for the leader and operations."""

    username: str
    kind: str
    unit: str | None
    password_hash: str

    def viewer(self) -> Viewer:
        """Return who this account looks at the board as."""
        return Viewer(self.username, ViewerKind(self.kind), self.unit)

    def mark(self) -> str:
        """Return a digest that changes with the password, so that old sessions end with the old password."""
        return hashlib.sha256(self.password_hash.encode()).hexdigest()[:16]


def create_account(
    path: Path,
    username: str,
    unit: str | None,
    password: SecretStr,
    *,
    catalog: Catalog | None = None,
    hasher: PasswordHasher | None = None,
) -> Account:
    """Create or replace an account in the accounts file (mode 0600).

    `unit` is a unit of the catalogue, or None for the district leader (`leader`) and `operations`. A hash carries the
    cost that `hasher` gave it, so that accounts of another cost are verified as well.
    Raises ConfigurationError for an unknown unit or a password shorter than 8 characters.
    """
    units = (catalog or product_catalog()).units
    if unit is not None and unit not in units:
        raise ConfigurationError(
            f"目录中没有单位 {unit}，可选：{', '.join(units)} | "
            f"the catalogue has no unit {unit}: choose one of {', '.join(units)}"
        )
    if unit is None and username not in (LEADER, OPERATIONS):
        raise ConfigurationError(
            f"账号 {username} 须指明单位 | the account {username} needs a unit: only leader and operations have none"
        )
    if len(password.get_secret_value()) < _SHORTEST:
        raise ConfigurationError(f"密码至少 {_SHORTEST} 位 | the password must have at least {_SHORTEST} characters")
    kind = units[unit].kind if unit is not None else ("government" if username == LEADER else "operations")
    account = Account(username, kind, unit, (hasher or PasswordHasher()).hash(password.get_secret_value()))
    accounts = {**_load(path), username: account}
    _save(path, accounts)
    return account


def remove_account(path: Path, username: str) -> bool:
    """Remove an account from the accounts file, which ends its sessions; tell whether there was one."""
    accounts = _load(path)
    if accounts.pop(username, None) is None:
        return False
    _save(path, accounts)
    return True


class Accounts:
    """The accounts file, read again when it changes. Threads may share it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._verifying = threading.BoundedSemaphore(_AT_ONCE)
        self._hasher = PasswordHasher()
        # What an unknown user name is checked against, so that the time taken tells nothing.
        self._nobody = _hash_of_nothing(self._hasher)
        self._stamp: tuple[int, int] | None = None
        self._accounts: dict[str, Account] = {}

    def find(self, username: str) -> Account | None:
        """Return the account of this name."""
        return self._current().get(username)

    def verify(self, username: str, password: SecretStr) -> Account | None:
        """Return the account if the password is right, None if not or if there is no such account."""
        account = self.find(username)
        hashed = account.password_hash if account else self._nobody
        with self._verifying:
            try:
                self._hasher.verify(hashed, password.get_secret_value())
            except (VerificationError, InvalidHashError):
                return None
        return account

    def _current(self) -> dict[str, Account]:
        try:
            found = self._path.stat()
            stamp = (found.st_mtime_ns, found.st_ino)
        except FileNotFoundError:
            return {}
        with self._lock:
            if stamp != self._stamp:
                self._accounts, self._stamp = _load(self._path), stamp
            return self._accounts


def _hash_of_nothing(hasher: PasswordHasher) -> str:
    """Return a hash that no password has and that costs as much to check as a real one; making it costs nothing."""
    salt, digest = (base64.b64encode(os.urandom(n)).rstrip(b"=").decode() for n in (hasher.salt_len, hasher.hash_len))
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"


def _load(path: Path) -> dict[str, Account]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {row["username"]: Account(**row) for row in rows}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError) as error:
        raise ConfigurationError(
            f"账号文件 {path} 已损坏 | the accounts file {path} is damaged: restore it or create the accounts anew"
        ) from error


def _save(path: Path, accounts: dict[str, Account]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}.new")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(a) for a in accounts.values()], file, ensure_ascii=False, indent=1)
    scratch.replace(path)
