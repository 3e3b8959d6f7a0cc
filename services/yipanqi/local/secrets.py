"""Passwords of the local machine: made once, one file per user, readable by their owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from pydantic import SecretStr

_BYTES = 24


class SecretFolder:
    """A folder with one file per user, holding that user's password."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, user: str) -> Path:
        """The file that holds the password of `user`; the password is made if there is none."""
        path = self._folder / user
        if not path.is_file():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial = path.with_name(f".{user}.{os.getpid()}")
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(secrets.token_urlsafe(_BYTES))
            partial.replace(path)
        return path

    def password(self, user: str) -> SecretStr:
        """The password of `user`, made if there is none."""
        return SecretStr(self.path(user).read_text(encoding="utf-8").strip())
