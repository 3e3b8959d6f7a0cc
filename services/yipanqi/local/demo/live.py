"""`yipanqi demo --live`: after the workbooks life goes on at a gentle pace, told in a calm line now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from yipanqi.bus.errors import YipanqiError
from yipanqi.bus.settings import KafkaSettings, RegistrySettings, Security
from yipanqi.clock import FileClock
from yipanqi.contract.catalog import Catalog
from yipanqi.local.layout import Layout
from yipanqi.local.secrets import SecretFolder
from yipanqi.local.stack import Addresses
from yipanqi.simulate.headline import headline
from yipanqi.simulate.history import Day, History
from yipanqi.simulate.play import Player
from yipanqi.simulate.scale import Scale, seed_of_a_later_history
from yipanqi.simulate.turn import Turn

#: What comes to a district beside its workbooks in a year.
PROJECTS, CARRIERS, ENTERPRISES, DAYS = 40, 60, 120, 366
#: Most events in a second: a day on which much happens takes longer.
_MOST_PER_S = 15.0
_TOLD_EVERY_S = 10.0
_OTHERS_S = 0.2
_WIDTH = 78


class Life:
    """The simulated life of a running local district, until `stop` is set; for a thread of its own."""

    def __init__(
        self, layout: Layout, addresses: Addresses, catalog: Catalog, console: Console, days_per_second: float
    ) -> None:
        self._layout = layout
        self._addresses = addresses
        self._catalog = catalog
        self._console = console
        self._speed = days_per_second
        self._clock = FileClock(layout.clock)
        self._zone = ZoneInfo(catalog.cluster.time_zone)
        self._told = 0.0
        self._news = ""

    def run(self, stop: threading.Event) -> None:
        """Play year after year from the day after the district's date; what goes wrong ends it, not the district."""
        try:
            with self._player(stop) as player:
                zh, en = f"模拟日常往来，每秒 {self._speed:g} 天", f"life goes on, simulated, at {self._speed:g} day/s"
                self._console.print(f"\n{zh} · {en}", highlight=False)
                while not stop.is_set():
                    self._year(player, stop)
                self._print(Text(self._sum(player), style="dim"))
        except YipanqiError as error:
            if not stop.is_set():
                self._print(Text(f"✗ 模拟中断 the simulation ended: {error.message}", style="red"))

    def today(self) -> date:
        """Return the district's date."""
        return self._clock.now().astimezone(self._zone).date()

    def _player(self, stop: threading.Event) -> Player:
        # By address: what the caller's environment names may be another cluster, and this one's life is made up.
        secrets = SecretFolder(self._layout.secrets)

        def kafka(user: str) -> KafkaSettings:
            return KafkaSettings(
                bootstrap=self._addresses.bootstrap,
                security=Security.SASL_PLAINTEXT,
                user=user,
                password=secrets.password(user),
            )

        return Player(kafka, RegistrySettings(url=self._addresses.registry_url), self._clock, self._catalog, stop)

    def _year(self, player: Player, stop: threading.Event) -> None:
        """Play a history of its own."""
        first = self.today() + timedelta(days=1)
        seed = seed_of_a_later_history(0, first)
        history = History(Scale(seed, first, DAYS, PROJECTS, CARRIERS, ENTERPRISES, fresh=False))
        for day in self._every_day(history, first):
            if not self._day(player, day, stop):
                return
            self._tell(day, history, player)

    def _every_day(self, history: History, first: date) -> Iterator[Day]:
        """Yield the quiet days too: time passes on them as well."""
        following = first
        for day in history.days():
            while following < day.day:
                yield Day(following, (), ())
                following += timedelta(days=1)
            yield day
            following = day.day + timedelta(days=1)

    def _day(self, player: Player, day: Day, stop: threading.Event) -> bool:
        """Play a day in our turn; False when all ends, or another player has moved time beyond it."""
        turn, waiting = Turn(self._layout.folder), False
        while not turn.take(wait=False):
            if not waiting:
                waiting = True
                self._print(
                    Text("  另有模拟在推移时间，等待 · another simulation moves the time: waiting", style="dim")
                )
            if stop.wait(_OTHERS_S):
                return False
        try:
            if stop.is_set() or self.today() >= day.day:
                return False
            events = sum(len(said) for said in day.rounds)
            player.play_day(day, min(self._speed, _MOST_PER_S / max(1, events)))
        finally:
            turn.give()
        return not stop.wait(min(_OTHERS_S, 0.1 / self._speed))

    def _tell(self, day: Day, history: History, player: Player) -> None:
        self._news = headline(day, history.model.states) or self._news
        now = time.monotonic()
        if now - self._told < _TOLD_EVERY_S:
            return
        self._told = now
        line = f"  {day.day}  {player.tally.events:>6,} 项 events  {self._news}".rstrip()
        self._news = ""
        self._print(Text(set_cell_size(line, _WIDTH) if cell_len(line) > _WIDTH else line))

    def _sum(self, player: Player) -> str:
        tally = player.tally
        refused, other = tally.refused.total(), tally.differing.total() + tally.unsettled
        zh = f"模拟 {tally.events:,} 项，拒绝 {refused:,}，与预期不同 {other:,}"
        return f"{zh} · {tally.events:,} events, {refused:,} refused, {other:,} otherwise"

    def _print(self, text: Text) -> None:
        self._console.print(text, highlight=False)
