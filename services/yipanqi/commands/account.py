"""Which board a command asks, and as whom: as the environment says, else the local district's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr


def board_account(account: str) -> tuple[str, str, SecretStr]:
    """Return the board's address, a user name and its password; `account` is that of the local district.

    Raises:
        ConfigurationError: the local district has no such account.
    """
    from yipanqi.bus.errors import ConfigurationError
    from yipanqi.bus.settings import secret_from_env
    from yipanqi.contract.catalog import product_catalog
    from yipanqi.local.connection import running
    from yipanqi.local.layout import Layout
    from yipanqi.local.people import People

    url, username = os.environ.get("YIPANQI_BOARD_URL"), os.environ.get("YIPANQI_BOARD_USER")
    password = secret_from_env(os.environ, "YIPANQI_BOARD_PASSWORD")
    if url and username and password:
        return url, username, password
    layout = Layout.from_env()
    people, found = People(layout, product_catalog()), running(layout)
    if account not in people.usernames:
        names = ", ".join(people.usernames)
        raise ConfigurationError(
            f"没有账号 {account}，可选：{names} | there is no account {account}, choose one of {names}"
        )
    return found.urls["board"], account, people.password(account)
