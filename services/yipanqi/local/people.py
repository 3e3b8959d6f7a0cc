"""Who may come in on a local district: board accounts and API keys, made once, kept among the secrets."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from yipanqi.board.accounts import Accounts, create_account
from yipanqi.contract.catalog import Catalog
from yipanqi.local.layout import Layout
from yipanqi.local.secrets import SecretFolder
from yipanqi.unit.keys import Scope, create_key

LEADER = "leader"
OPERATIONS = "operations"
# No letters or digits that look alike: people type these.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class People:
    """Accounts and keys of one local district's folder."""

    def __init__(self, layout: Layout, catalog: Catalog) -> None:
        self._layout = layout
        self._catalog = catalog
        self._accounts_file = layout.folder / "board" / "accounts.json"
        self._passwords = layout.secrets / "accounts"
        self._keys = layout.secrets / "keys"

    @property
    def usernames(self) -> tuple[str, ...]:
        """One account per unit, the leader, and operations."""
        return (LEADER, *self._catalog.units, OPERATIONS)

    def prepare(self) -> None:
        """Make what is missing; what is there stays as it is."""
        known = Accounts(self._accounts_file)
        for username in self.usernames:
            if known.find(username) is None:
                unit = username if username in self._catalog.units else None
                create_account(self._accounts_file, username, unit, self.password(username), catalog=self._catalog)
        for unit in self._catalog.units:
            if not (self._keys / unit).is_file():
                key = create_key(self._layout.folder / "units" / f"{unit}.keys.json", "cli", tuple(Scope))
                _keep(self._keys / unit, key)

    def password(self, username: str) -> SecretStr:
        """Return an account's password, made at the first question."""
        path = self._passwords / username
        if not path.is_file():
            _keep(path, SecretStr("-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(3))))
        return SecretStr(path.read_text(encoding="utf-8").strip())

    def key(self, unit: str) -> SecretStr:
        """Return the API key with which the command line speaks to a unit's service."""
        return SecretStr((self._keys / unit).read_text(encoding="utf-8").strip())

    def environment(self) -> Mapping[str, str]:
        """Return what the services must know of this: the secret that signs the board's sessions."""
        return {"YIPANQI_SESSION_SECRET_FILE": str(SecretFolder(self._layout.secrets).path("session"))}


def _keep(path: Path, secret: SecretStr) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secret.get_secret_value())
