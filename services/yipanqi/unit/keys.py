"""API keys of a unit's clients: only their hashes are kept, each with a name and what it may do."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from yipanqi.bus.errors import ConfigurationError

_PREFIX = "ypq_"
_NAME = re.compile(r"^[a-z0-9][a-z0-9._-]{0,39}$")


class Scope(StrEnum):
    """What a key allows: sending events, importing spreadsheets, reading receipts."""

    PUBLISH = "publish"
    IMPORT = "import"
    READ = "read"


class ApiKey(BaseModel):
    """A client's key as it is kept: SHA-256 is enough for 256 random bits, no password hash is needed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    sha256: str
    scopes: frozenset[Scope]
    created_at: datetime


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    keys: tuple[ApiKey, ...] = ()


class KeyFile:
    """The file of one unit's keys; read again when it changes, so that a revoked key stops at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._keys: tuple[ApiKey, ...] = ()

    def find(self, secret: str) -> ApiKey | None:
        """Return the key with this secret; every key is compared, in constant time."""
        wanted = _hash(secret)
        found: ApiKey | None = None
        for key in self.keys():
            if hmac.compare_digest(key.sha256, wanted):
                found = key
        return found

    def keys(self) -> tuple[ApiKey, ...]:
        """Return all keys; none when there is no file."""
        with self._lock:
            try:
                status = self._path.stat()
            except FileNotFoundError:
                self._stamp, self._keys = None, ()
                return ()
            stamp = (status.st_mtime_ns, status.st_ino)
            if stamp != self._stamp:
                self._keys, self._stamp = self._read(), stamp
            return self._keys

    def create(self, name: str, scopes: Iterable[Scope]) -> SecretStr:
        """Add a key and return its secret, which is shown this once; a key of that name is replaced.

        Raises ConfigurationError for a name that is not made of a-z, 0-9, dot, dash, underscore.
        """
        if not _NAME.match(name):
            raise ConfigurationError(
                f"客户端名称 {name[:40]!r} 只能用小写字母、数字和 . - _ | "
                f"a client's name takes a-z, 0-9 and . - _ only, not {name[:40]!r}"
            )
        secret = _PREFIX + secrets.token_urlsafe(32)
        key = ApiKey(name=name, sha256=_hash(secret), scopes=frozenset(scopes), created_at=datetime.now(UTC))
        self._change(lambda keys: (*(k for k in keys if k.name != name), key))
        return SecretStr(secret)

    def revoke(self, name: str) -> bool:
        """Remove a key; tell whether there was one."""
        before = {key.name for key in self.keys()}
        self._change(lambda keys: tuple(k for k in keys if k.name != name))
        return name in before

    def _change(self, change: Callable[[tuple[ApiKey, ...]], tuple[ApiKey, ...]]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(self._path.suffix + ".lock").open("w") as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            keys = change(self._read() if self._path.exists() else ())
            fresh = self._path.with_suffix(self._path.suffix + ".new")
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(json.dumps(_Content(keys=keys).model_dump(mode="json"), indent=1, sort_keys=True))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)

    def _read(self) -> tuple[ApiKey, ...]:
        try:
            return _Content.model_validate_json(self._path.read_bytes()).keys
        except (OSError, ValidationError) as error:
            raise ConfigurationError(
                f"无法读取密钥文件 {self._path} | cannot read the key file {self._path}: {type(error).__name__}"
            ) from error


def create_key(path: Path, name: str, scopes: Iterable[Scope] = tuple(Scope)) -> SecretStr:
    """Add a key to the file at `path` and return its secret."""
    return KeyFile(path).create(name, scopes)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
