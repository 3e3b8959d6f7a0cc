"""The board service: its parts put together, and run by uvicorn."""

from __future__ import annotations

import logging
from types import FrameType
from zoneinfo import ZoneInfo

import uvicorn
from fastapi import FastAPI

from yipanqi.board.accounts import Accounts
from yipanqi.board.api import build_api
from yipanqi.board.assignments import Assignments
from yipanqi.board.capital_entries import capital_entries
from yipanqi.board.context import Board
from yipanqi.board.enterprise_names import EnterpriseNames
from yipanqi.board.figures.service import FigureService
from yipanqi.board.follow import Follower
from yipanqi.board.list_index import ListIndex
from yipanqi.board.match_tables import MatchTables
from yipanqi.board.metrics import BOARD_METRICS
from yipanqi.board.open_alerts import OpenAlerts
from yipanqi.board.open_leads import open_leads
from yipanqi.board.prepared import Prepared
from yipanqi.board.sessions import LoginBrake, Sessions
from yipanqi.board.settings import BoardSettings
from yipanqi.board.status import Phase, StatusBoard
from yipanqi.board.store import Database
from yipanqi.board.stream import ChangeFeed
from yipanqi.board.summary import Summaries
from yipanqi.board.traffic import Traffic
from yipanqi.board.words import Words
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.garbage import settle
from yipanqi.bus.health import Health
from yipanqi.bus.logs import configure_logging
from yipanqi.bus.metrics import Metrics, build
from yipanqi.bus.partition_reader import PartitionReader
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.vitals import expose_vitals
from yipanqi.clock import Clock, clock_from_env
from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.codes import product_codes
from yipanqi.contract.settings import product_defaults
from yipanqi.matching.settings import rules_of
from yipanqi.names.likeness import Thresholds

_LOG = logging.getLogger(__name__)
# The projection's loop may wait this long for Kafka or the registry before it counts as stuck.
_STUCK_LOOP_S = 120.0


def create_app(settings: BoardSettings, clock: Clock | None = None) -> FastAPI:
    """Return the application; Kafka, registry and database are opened when it starts."""
    registry = SchemaRegistry(settings.registry)
    board = make_board(settings, clock)
    follower = Follower(
        board.database,
        AvroCodec(registry),
        lambda: PartitionReader(settings.kafka),
        board=board.status,
        health=board.health,
        metrics=board.metrics,
        clock=board.clock,
    )
    board.status.listen(board.feed.poke)
    board.status.listen(board.figures.poke)
    board.status.listen(board.names.poke)
    board.status.listen(board.prepared.poke)

    def start() -> None:
        follower.start()
        board.names.start()
        board.prepared.start()

    def stop() -> None:
        board.assignments.stop()
        board.prepared.stop()
        board.names.stop()
        follower.stop()
        registry.close()
        board.database.close()

    return build_api(board, start, stop)


def make_board(settings: BoardSettings, clock: Clock | None = None) -> Board:
    """Return the parts that the routes share."""
    catalog, codes = product_catalog(), product_codes()
    database = Database(settings.database_url)
    clock = clock or clock_from_env()
    status, health = StatusBoard(), Health(stuck_loop_s=_STUCK_LOOP_S)
    accounts = Accounts(settings.accounts)
    health.add_check("projection", lambda: _problem(status))
    zone = ZoneInfo(catalog.cluster.time_zone)
    traffic = Traffic()
    summaries, words, index = Summaries(database.views, catalog, codes), Words(), ListIndex()
    matches = MatchTables(database.views, codes, rules_of(product_defaults().matching))
    leads, alerts, capital = open_leads(), OpenAlerts(), capital_entries()
    return Board(
        settings=settings,
        database=database,
        status=status,
        feed=ChangeFeed(database),
        accounts=accounts,
        sessions=Sessions(settings.session_secret, accounts, settings.session_hours, settings.ended_sessions),
        brake=LoginBrake(),
        summaries=summaries,
        figures=FigureService(database, catalog, clock),
        names=EnterpriseNames(database, _thresholds(), traffic),
        health=health,
        metrics=_metrics(health),
        clock=clock,
        catalog=catalog,
        codes=codes,
        matches=matches,
        open_leads=leads,
        open_alerts=alerts,
        capital=capital,
        assignments=Assignments(),
        words=words,
        index=index,
        traffic=traffic,
        prepared=Prepared(
            database,
            (
                summaries.refresh,
                lambda store: words.refresh(store, database.views),
                lambda store: index.refresh(store, database.views),
                lambda store: matches.refresh(store, clock.now().astimezone(zone).date()),
                leads.current,
                alerts.refresh,
                capital.current,
            ),
        ),
    )


def _thresholds() -> Thresholds:
    names = product_defaults().names
    return Thresholds(float(names.same_percent), float(names.look_percent))


def _metrics(health: Health) -> Metrics:
    metrics = build(BOARD_METRICS)
    expose_vitals(metrics.registry, health)
    return metrics


def _problem(status: StatusBoard) -> str | None:
    now = status.status
    if now.phase is Phase.FAILING:
        return now.error or "failing"
    return None if now.caught_up_once else f"{now.phase}, {sum(now.lag.values())} records to go"


class BoardServer(uvicorn.Server):
    """A uvicorn server that ends the live streams first: it would wait for them otherwise."""

    def __init__(self, config: uvicorn.Config, feed: ChangeFeed) -> None:
        super().__init__(config)
        self._feed = feed

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Close the feed, then do as uvicorn does."""
        self._feed.close()
        super().handle_exit(sig, frame)


def serve(settings: BoardSettings, port: int, clock: Clock | None = None) -> None:
    """Serve until a signal says stop."""
    app = create_app(settings, clock)
    # What the threads load (all rows once a generation, the names) stays: see there why it is taken out of collection.
    app.state.board.figures.when_loaded(settle)
    app.state.board.names.when_loaded(settle)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    _LOG.info("board listening", extra={"host": settings.host, "port": port})
    BoardServer(config, app.state.board.feed).run()


def run(port: int) -> None:
    """Run the service with the settings of the environment: `yipanqi serve board --port P`."""
    configure_logging("board")
    serve(BoardSettings.from_env(), port)
