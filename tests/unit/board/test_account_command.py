"""Accounts and keys from the command line: made, and taken away again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.support.boardserver import PASSWORD
from typer.testing import CliRunner

from yipanqi.board.accounts import Accounts, create_account
from yipanqi.bus.errors import ConfigurationError
from yipanqi.cli import app
from yipanqi.unit.keys import KeyFile


def run(*arguments: str, answers: str = "") -> str:
    """Run a command and return what it printed; what it raises is raised here."""
    result = CliRunner().invoke(app, list(arguments), input=answers, catch_exceptions=False)
    if result.exception is not None:
        raise result.exception
    return result.output


def test_who_leaves_has_no_account_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "accounts.json"
    monkeypatch.setenv("YIPANQI_ACCOUNTS", str(path))
    create_account(path, "zone", "zone", SecretStr(PASSWORD))
    accounts = Accounts(path)
    run("board", "account", "wang", "--unit", "commerce", answers=f"{PASSWORD}\n{PASSWORD}\n")
    assert accounts.verify("wang", SecretStr(PASSWORD)) is not None
    assert "wang" in run("board", "account", "wang", "--remove")
    assert accounts.verify("wang", SecretStr(PASSWORD)) is None
    assert accounts.find("zone") is not None
    with pytest.raises(ConfigurationError, match="wang"):
        run("board", "account", "wang", "--remove")


def test_a_programs_key_is_revoked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "zone.keys.json"
    monkeypatch.setenv("YIPANQI_KEYS_FILE", str(path))
    secret = run("unit", "key", "zone", "crm", "--scope", "publish").strip()
    assert KeyFile(path).find(secret) is not None
    run("unit", "key", "zone", "crm", "--revoke")
    assert KeyFile(path).find(secret) is None
    with pytest.raises(ConfigurationError, match="crm"):
        run("unit", "key", "zone", "crm", "--revoke")
