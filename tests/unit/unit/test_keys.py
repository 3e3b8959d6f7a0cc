"""API keys: the file holds hashes only, a revoked key stops at once, a damaged file is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from yipanqi.bus.errors import ConfigurationError
from yipanqi.unit.keys import KeyFile, Scope, create_key


def test_a_key_is_found_by_its_secret_and_has_its_scopes(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    secret = create_key(path, "ledger", [Scope.PUBLISH]).get_secret_value()
    key = KeyFile(path).find(secret)
    assert key is not None
    assert (key.name, key.scopes) == ("ledger", {Scope.PUBLISH})
    assert KeyFile(path).find(secret + "x") is None
    assert KeyFile(path).find("\ud800") is None


def test_the_file_holds_no_secret_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    secret = create_key(path, "ledger").get_secret_value()
    assert secret not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600


def test_changes_of_the_file_count_at_once(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys.json")
    assert keys.keys() == ()
    old = create_key(tmp_path / "keys.json", "ledger").get_secret_value()
    assert keys.find(old) is not None
    new = create_key(tmp_path / "keys.json", "ledger").get_secret_value()
    assert keys.find(old) is None
    assert keys.find(new) is not None
    assert KeyFile(tmp_path / "keys.json").revoke("ledger")
    assert keys.find(new) is None
    assert not keys.revoke("ledger")


def test_a_name_is_a_plain_word(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="a-z"):
        create_key(tmp_path / "keys.json", "苏高新/../x")


def test_a_damaged_file_is_an_error_and_not_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="cannot read"):
        KeyFile(path).find("x")
