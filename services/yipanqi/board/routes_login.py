"""Login, logout, and who am I."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from yipanqi.board.accounts import Account
from yipanqi.board.context import Board, CurrentBoard, CurrentSession
from yipanqi.board.origin import refuse_other_sites
from yipanqi.board.problems import Problem, RequestError
from yipanqi.board.sessions import COOKIE

router = APIRouter(prefix="/api/v1", tags=["session"])


class Login(BaseModel):
    """Name and password; `token` asks for a bearer token instead of a cookie."""

    model_config = ConfigDict(extra="forbid")

    username: str = Field(min_length=1, max_length=64)
    password: SecretStr = Field(min_length=1, max_length=256)
    token: bool = False


@router.post("/login", summary="登录 / Log in")
def login(body: Login, request: Request, response: Response, board: CurrentBoard) -> dict[str, Any]:
    """Log in: sets the session cookie, or answers a bearer token when asked for one."""
    refuse_other_sites(request)
    address = request.client.host if request.client else "?"
    wait = board.brake.attempt(address, body.username)
    if wait > 0:
        board.metrics["yipanqi_board_logins_total"].labels("braked").inc()
        minutes = int(wait // 60) + 1
        raise RequestError(
            429,
            Problem(
                "too_many_logins",
                f"登录失败次数过多，请 {minutes} 分钟后再试",
                f"wait {minutes} min after so many failures",
            ),
            headers={"Retry-After": str(int(wait) + 1)},
        )
    account = board.accounts.verify(body.username, body.password)
    if account is None:
        board.metrics["yipanqi_board_logins_total"].labels("refused").inc()
        raise RequestError(401, Problem("bad_login", "用户名或密码不正确", "user name or password is wrong"))
    board.brake.succeeded(address, body.username)
    board.metrics["yipanqi_board_logins_total"].labels("accepted").inc()
    token = board.sessions.issue(account)
    answer = describe(board, account)
    if body.token:
        expires = board.clock_wall() + timedelta(seconds=board.sessions.seconds)
        return {**answer, "token": token, "expires_at": expires.isoformat(timespec="seconds")}
    response.set_cookie(
        COOKIE,
        token,
        max_age=board.sessions.seconds,
        httponly=True,
        samesite="strict",
        secure=board.settings.secure_cookie or request.url.scheme == "https",
        path="/",
    )
    return answer


@router.post("/logout", status_code=204, summary="退出 / Log out")
def logout(request: Request, response: Response, board: CurrentBoard, session: CurrentSession) -> None:
    """End the session; its token is worth nothing from here on."""
    refuse_other_sites(request)
    board.sessions.end(session)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")


@router.get("/me", summary="当前账号 / Who am I")
def me(board: CurrentBoard, session: CurrentSession) -> dict[str, Any]:
    """Return the account, its unit, the district and its business date."""
    return describe(board, session.account)


def business_date(board: Board) -> str:
    """Return the district's date."""
    return board.clock.now().astimezone(ZoneInfo(board.catalog.cluster.time_zone)).date().isoformat()


def describe(board: Board, account: Account) -> dict[str, Any]:
    """Return what the page shows about an account and the district."""
    unit = board.catalog.units.get(account.unit or "")
    titles = {"leader": ("区领导", "District leader"), "operations": ("运维", "Operations")}
    zh, en = (unit.zh, unit.en) if unit else titles.get(account.username, (account.username, account.username))
    return {
        "username": account.username,
        "kind": account.kind,
        "unit": account.unit,
        "role": unit.role if unit else None,
        "unit_zh": zh,
        "unit_en": en,
        "district": dict(board.catalog.district),
        "business_date": business_date(board),
        "demo": board.settings.demo,
    }
