"""The check before filing among 100,000 enterprises, over HTTP, beside a plain comparison with all names."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx
import uvicorn
from rapidfuzz import fuzz, process
from tests.bench.figures import Figure, percentile
from tests.support.boardlog import BoardLog
from tests.support.boardserver import PASSWORD, eventually, settings_for

from yipanqi.board.api import build_api
from yipanqi.board.context import Board
from yipanqi.board.main import make_board
from yipanqi.board.projection import Projector
from yipanqi.board.store import Database
from yipanqi.bus.garbage import settle
from yipanqi.bus.settings import KafkaSettings, RegistrySettings, Security

COUNT = 100_000
QUESTIONS = 400
_LIMIT_MS = 50.0
_CHARACTERS = (
    "华星电新精光东方红日升恒通达信瑞丰金龙腾飞宏远博创嘉德润泰康盛世纪联合"
    "众诚利维斯特安凯奥迪思源鼎立天成海纳百川睿智慧聚力"
)
_TRADES = (
    *("电子", "科技", "精密机械", "生物医药", "新材料", "光电科技", "自动化设备", "信息技术", "半导体", "医疗器械"),
    *("环保科技", "智能装备", "汽车零部件", "模具", "软件"),
)
_FORMS = ("有限公司", "股份有限公司", "有限责任公司")
_PLACES = ("苏州", "江苏", "上海", "昆山", "", "无锡市", "苏州高新区")
_WORDS = ("Electronics", "Precision", "Automotive", "Medical", "Materials")


def measure() -> list[Figure]:
    """Fill a board, ask it one question after another, and compare the same names with all others."""
    random = Random(4)
    with TemporaryDirectory(prefix="yipanqi-bench-") as folder, _board(Path(folder), random) as (board, names):
        begun = time.perf_counter()
        board.names.work_off(slices=0)
        indexed_s = time.perf_counter() - begun
        # As the service does once its names are loaded.
        settle()
        questions = [_question(random, names) for _ in range(QUESTIONS)]
        with served(board) as client:
            for question in questions[:20]:
                _ask(client, question)
            ours = _timed(lambda question: _ask(client, question), questions)
        limit = _timed(lambda question: _scan(question, names), questions)
    note = f"over HTTP with reasons and records; limit: rapidfuzz alone over all {len(names):,} names"
    figures = [
        _beside(f"check among {COUNT:,} enterprises, {name}", share, ours, limit, note if share == 0.5 else "")
        for name, share in (("p50", 0.5), ("p99", 0.99))
    ]
    return [
        *figures,
        Figure(f"indexing {COUNT:,} enterprises", f"{indexed_s:.1f} s", note="once a generation, beside the requests"),
    ]


def _beside(name: str, share: float, ours: list[float], limit: list[float], note: str) -> Figure:
    mine, theirs = percentile(ours, share), percentile(limit, share)
    return Figure(
        name,
        f"{mine:.1f} ms",
        f"{theirs:.1f} ms",
        mine / max(theirs, 1e-9),
        f"< {_LIMIT_MS:g} ms",
        mine < _LIMIT_MS,
        note,
    )


@contextmanager
def _board(folder: Path, random: Random) -> Iterator[tuple[Board, list[str]]]:
    """Make a board whose database holds the enterprises; every fourth has an English name too."""
    url, log, names = f"sqlite:///{folder / 'board.sqlite'}", BoardLog(), list[str]()
    database = Database(url)
    database.generations.switch(database.build("2020-12-31").epoch)
    store = database.current()
    assert store is not None
    projector = Projector(store, database.views, log.codec, announce=False)
    for number in range(COUNT):
        name, english = _name(random), _english(random) if number % 4 == 0 else None
        log.enterprise(f"foreign:CN:{number}", name=name, name_en=english)
        names += [name, english] if english else [name]
        if number % 5_000 == 4_999:
            projector.apply(log.drain())
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", security=Security.PLAINTEXT)
    board = make_board(settings_for(folder, nowhere, RegistrySettings(url="http://127.0.0.1:9"), url))
    assert board.database.current() is not None
    yield board, names
    board.database.close()
    database.close()


@contextmanager
def served(board: Board, username: str = "investment") -> Iterator[httpx.Client]:
    """Serve a board on a free port and log in; the client that is given keeps its connection."""
    # Named as TCP, or asyncio does not switch Nagle's delay off, which a service's own listener never has.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(build_api(board, lambda: None, lambda: None), log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    eventually(lambda: server.started)
    with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=30) as client:
        client.post("/api/v1/login", json={"username": username, "password": PASSWORD}).raise_for_status()
        yield client
    board.feed.close()
    server.should_exit = True
    thread.join(15)


def _ask(client: httpx.Client, question: str) -> None:
    client.post("/api/v1/enterprises/check", json={"name": question}).raise_for_status()


def _scan(question: str, names: list[str]) -> None:
    process.extract(question, names, scorer=fuzz.ratio, limit=20, score_cutoff=80)


def _timed(ask: Callable[[str], None], questions: list[str]) -> list[float]:
    """Return the time of each question in ms."""
    times = []
    for question in questions:
        begun = time.perf_counter()
        ask(question)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _question(random: Random, names: list[str]) -> str:
    """Return a name that is there, one that is there but for a character, or a new one."""
    name = random.choice(names)
    kind = random.randrange(3)
    if kind == 0:
        return name
    if kind == 1:
        place = random.randrange(len(name))
        return name[:place] + random.choice(_CHARACTERS) + name[place + 1 :]
    return _name(random)


def _name(random: Random) -> str:
    core = "".join(random.choices(_CHARACTERS, k=random.choice((2, 2, 2, 3, 3, 4))))
    return random.choice(_PLACES) + core + random.choice(_TRADES) + random.choice(_FORMS)


def _english(random: Random) -> str:
    syllables = [random.choice("bcdfghjklmnpqrstvwxz") + random.choice("aeiou") for _ in range(random.randrange(2, 5))]
    form = random.choice(("(Suzhou) Co., Ltd.", "GmbH", "Inc."))
    return f"{''.join(syllables).title()} {random.choice(_WORDS)} {form}"
