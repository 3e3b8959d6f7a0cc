"""Accounts, sessions, and the brake on guessing."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from fastapi.testclient import TestClient
from pydantic import SecretStr
from tests.support.boardserver import PASSWORD

from yipanqi.board.accounts import Accounts, create_account
from yipanqi.board.context import Board
from yipanqi.board.sessions import COOKIE, LoginBrake, Sessions
from yipanqi.bus.errors import ConfigurationError

Login = Callable[[str], TestClient]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Logging in does not depend on the kind of database."""
    return f"sqlite:///{tmp_path / 'board' / 'board.sqlite'}"


@pytest.fixture
def login(own_login: Login) -> Login:
    """Logging in changes something: sessions, the brake, the accounts."""
    return own_login


def test_the_session_is_in_a_cookie_that_scripts_and_other_sites_do_not_get(login: Login) -> None:
    answer = login("").post("/api/v1/login", json={"username": "commerce", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Max-Age="))
    assert answer.json()["unit_zh"] == "商务局"
    assert "token" not in answer.json()


def test_a_machine_gets_a_bearer_token_when_it_asks(login: Login) -> None:
    client = login("")
    body = {"username": "zone", "password": PASSWORD, "token": True}
    answer = client.post("/api/v1/login", json=body)
    assert "set-cookie" not in answer.headers
    headers = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert client.get("/api/v1/me", headers=headers).json()["unit"] == "zone"
    assert client.get("/api/v1/me", headers={"Authorization": "Bearer forged"}).status_code == 401


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(login: Login) -> None:
    client = login("")
    answers = [
        client.post("/api/v1/login", json={"username": name, "password": "wrong password"})
        for name in ("commerce", "x")
    ]
    assert {a.status_code for a in answers} == {401}
    assert answers[0].json() == answers[1].json()


def test_what_an_unknown_name_is_checked_against_costs_as_much_as_a_real_hash(tmp_path: Path) -> None:
    real = create_account(tmp_path / "accounts.json", "zone", "zone", SecretStr(PASSWORD)).password_hash
    nobody = Accounts(tmp_path / "accounts.json")._nobody
    assert extract_parameters(nobody) == extract_parameters(real)
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(nobody, PASSWORD)


def test_after_five_failures_even_the_right_password_has_to_wait(login: Login) -> None:
    client = login("")
    for _ in range(5):
        client.post("/api/v1/login", json={"username": "zone", "password": "wrong password"})
    answer = client.post("/api/v1/login", json={"username": "zone", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert client.post("/api/v1/login", json={"username": "soe-2", "password": PASSWORD}).status_code == 200


def test_the_brake_lets_go_when_the_window_has_passed() -> None:
    now = [0.0]
    brake = LoginBrake(per_name=2, window_s=60, monotonic=lambda: now[0])
    assert [brake.attempt("a", "x") for _ in range(3)] == [0, 0, 60]
    assert brake.attempt("b", "x") == 0
    now[0] = 61
    assert brake.attempt("a", "x") == 0


def test_attempts_count_before_their_passwords_are_looked_at_and_right_ones_are_forgotten() -> None:
    brake = LoginBrake(per_name=5, per_address=6)
    at_once = [brake.attempt("a", "x") for _ in range(8)]
    assert [wait > 0 for wait in at_once] == [False] * 5 + [True] * 3
    brake.succeeded("a", "x")
    for _ in range(10):
        assert brake.attempt("a", "y") == 0
        brake.succeeded("a", "y")


def test_a_form_of_another_site_cannot_log_anyone_in(login: Login) -> None:
    client, body = login(""), {"username": "commerce", "password": PASSWORD}
    assert client.post("/api/v1/login", json=body, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/api/v1/login", data=body).status_code == 422
    assert client.post("/api/v1/login", json=body, headers={"Origin": "http://testserver"}).status_code == 200


def test_logging_out_ends_the_token_itself(login: Login) -> None:
    client = login("commerce")
    token = client.cookies[COOKIE]
    assert client.post("/api/v1/logout").status_code == 204
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_new_password_ends_old_sessions(login: Login, board: Board) -> None:
    client = login("commerce")
    create_account(board.settings.accounts, "commerce", "commerce", SecretStr("another password"))
    assert client.get("/api/v1/me").status_code == 401


def test_a_token_of_another_secret_or_past_its_time_is_worth_nothing(board: Board) -> None:
    account = board.accounts.find("commerce")
    assert account is not None
    token = board.sessions.issue(account)
    assert board.sessions.check(token) is not None
    secret, ended = board.settings.session_secret, board.settings.ended_sessions
    assert Sessions(SecretStr("other"), board.accounts, 1, ended).check(token) is None
    assert Sessions(secret, board.accounts, -1, ended).check(token) is None


def test_a_token_that_was_logged_out_stays_ended_when_the_service_starts_again(board: Board) -> None:
    account = board.accounts.find("commerce")
    assert account is not None
    sessions = [again(board) for _ in range(2)]
    tokens = [sessions[0].issue(account) for _ in range(3)]
    for token in tokens[:2]:
        session = sessions[0].check(token)
        assert session is not None
        sessions[0].end(session)
    assert [again(board).check(token) is not None for token in tokens] == [False, False, True]
    assert stat.S_IMODE(board.settings.ended_sessions.stat().st_mode) == 0o600


def again(board: Board) -> Sessions:
    """The sessions of a service that has just started."""
    return Sessions(board.settings.session_secret, board.accounts, 1, board.settings.ended_sessions)


def test_the_accounts_file_is_private_and_holds_no_password(board: Board) -> None:
    path = board.settings.accounts
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD not in path.read_text(encoding="utf-8")
    assert "$argon2id$" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("username", "unit", "password"), [("x", "nowhere", PASSWORD), ("x", None, PASSWORD), ("zone", "zone", "short")]
)
def test_an_account_needs_a_known_unit_and_a_long_password(
    tmp_path: Path, username: str, unit: str | None, password: str
) -> None:
    with pytest.raises(ConfigurationError):
        create_account(tmp_path / "accounts.json", username, unit, SecretStr(password))
    assert Accounts(tmp_path / "accounts.json").find(username) is None
