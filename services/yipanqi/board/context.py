"""What the board's routes share: made once per service, reached through the application's state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, cast
from zoneinfo import ZoneInfo

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from yipanqi.board.accounts import Accounts
from yipanqi.board.assignments import Assignments
from yipanqi.board.capital_entries import CapitalEntries
from yipanqi.board.enterprise_names import EnterpriseNames
from yipanqi.board.figures.service import FigureService
from yipanqi.board.list_index import ListIndex
from yipanqi.board.match_tables import MatchTables
from yipanqi.board.open_alerts import OpenAlerts
from yipanqi.board.open_leads import OpenLeads
from yipanqi.board.prepared import Prepared
from yipanqi.board.problems import Problem, RequestError
from yipanqi.board.sessions import COOKIE, LoginBrake, Session, Sessions
from yipanqi.board.settings import BoardSettings
from yipanqi.board.status import StatusBoard
from yipanqi.board.store import Database, Store
from yipanqi.board.stream import ChangeFeed
from yipanqi.board.summary import Summaries
from yipanqi.board.traffic import Traffic
from yipanqi.board.visibility import Viewer
from yipanqi.board.words import Words
from yipanqi.bus.health import Health
from yipanqi.bus.metrics import Metrics
from yipanqi.clock import Clock
from yipanqi.contract.catalog import Catalog
from yipanqi.contract.codes import CodeLists


@dataclass(frozen=True, eq=False)
class Board:
    """The parts of one board service."""

    settings: BoardSettings
    database: Database
    status: StatusBoard
    feed: ChangeFeed
    accounts: Accounts
    sessions: Sessions
    brake: LoginBrake
    summaries: Summaries
    figures: FigureService
    names: EnterpriseNames
    health: Health
    metrics: Metrics
    clock: Clock
    catalog: Catalog
    codes: CodeLists
    matches: MatchTables
    open_leads: OpenLeads
    open_alerts: OpenAlerts
    capital: CapitalEntries
    assignments: Assignments
    words: Words
    index: ListIndex
    prepared: Prepared
    traffic: Traffic
    streams: dict[str, int] = field(default_factory=dict)

    def today(self) -> date:
        """Return the district's date."""
        return self.clock.now().astimezone(ZoneInfo(self.catalog.cluster.time_zone)).date()

    def clock_wall(self) -> datetime:
        """Return the wall clock: sessions live by it, not by the business date."""
        return datetime.now(UTC)

    def store(self) -> Store:
        """Return the generation in use; RequestError 503 while there is none."""
        store = self.database.opened()
        if store is None:
            raise RequestError(
                503,
                Problem("not_ready", "看板正在准备数据，请稍候", "the board is loading its data, try again shortly"),
                headers={"Retry-After": "2"},
            )
        return store


def board_of(request: Request) -> Board:
    """Return the service that a request came to."""
    return cast(Board, request.app.state.board)


def token_of(request: HTTPConnection) -> str | None:
    """Return the request's bearer token, or else its cookie."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    return bearer.strip() if scheme.lower() == "bearer" else request.cookies.get(COOKIE)


def session_of(request: Request) -> Session:
    """Return the session of a request; RequestError 401 if there is none."""
    session = board_of(request).sessions.check(token_of(request))
    if session is None:
        problem = Problem("not_logged_in", "请先登录", "log in first: POST /api/v1/login")
        raise RequestError(401, problem, headers={"WWW-Authenticate": "Bearer"})
    return session


def viewer_of(request: Request) -> Viewer:
    """Return who is asking."""
    return session_of(request).account.viewer()


CurrentBoard = Annotated[Board, Depends(board_of)]
CurrentSession = Annotated[Session, Depends(session_of)]
CurrentViewer = Annotated[Viewer, Depends(viewer_of)]
