"""What was said and what became of it, counted by event type and refusal code."""

from __future__ import annotations

from collections import Counter

from rich.table import Table

from yipanqi.simulate.world import Said

_CODES_SHOWN = 4


class Tally:
    """Counts of accepted and refused events; `differing` are those that were decided otherwise than the rules say.

    `unsettled` are messages of the coordinator to itself that should have come and did not: what was decided after
    them may have been decided too early. `asked_again` counts events said twice for want of a receipt.
    """

    def __init__(self) -> None:
        self.accepted: Counter[str] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()
        self.differing: Counter[tuple[str, str, str]] = Counter()
        self.unsettled = self.asked_again = 0

    def add(self, said: Said) -> None:
        """Count an event as the rules decided it."""
        self.count(said, said.refused)

    def count(self, said: Said, refused: str | None) -> bool:
        """Count an event as it was decided; return False for an answer that the rules did not give, a difference."""
        kind = said.event.__avro_name__
        if refused is None:
            self.accepted[kind] += 1
        else:
            self.refused[kind, refused] += 1
        if refused != said.refused:
            self.differing[kind, said.refused or "accepted", refused or "accepted"] += 1
        return refused == said.refused

    @property
    def events(self) -> int:
        """All events."""
        return self.accepted.total() + self.refused.total()

    @property
    def refused_share(self) -> float:
        """Share of the events that were refused."""
        return self.refused.total() / max(1, self.events)

    def table(self, seconds: float) -> Table:
        """Return the counts as a table, and the time it took."""
        table = Table(pad_edge=False, title="模拟结果 · what became of it")
        for heading in ("事件 event", "接受 accepted", "拒绝 refused", "拒绝代码 codes"):
            right, wide = heading.startswith(("接受", "拒绝 r")), heading.startswith("事件")
            table.add_column(heading, justify="right" if right else "left", no_wrap=wide)
        totals: Counter[str] = Counter()
        for (kind, _), count in self.refused.items():
            totals[kind] += count
        for kind in sorted(self.accepted.keys() | totals.keys()):
            codes = Counter({code: count for (one, code), count in self.refused.items() if one == kind})
            shown = ", ".join(f"{code} {count:,}" for code, count in codes.most_common(_CODES_SHOWN))
            name = kind.removeprefix("yipanqi.")
            table.add_row(name, f"{self.accepted[kind]:,}", f"{totals[kind]:,}" if totals[kind] else "", shown)
        rate = self.events / max(seconds, 1e-9)
        table.add_section()
        table.add_row(
            "合计 all", f"{self.accepted.total():,}", f"{self.refused.total():,}", f"{self.refused_share:.1%}"
        )
        table.caption = f"{self.events:,} 个事件 events · {seconds:,.1f} s · {rate:,.0f}/s"
        if self.differing:
            worst = "; ".join(f"{k} {a} → {b}: {n}" for (k, a, b), n in self.differing.most_common(_CODES_SHOWN))
            table.caption += f"\n裁定与规则预期不同 decided otherwise: {self.differing.total():,} ({worst})"
        if self.asked_again:
            table.caption += f"\n久无回执而重发 said again, as no receipt came for long: {self.asked_again:,}"
        if self.unsettled:
            zh = f"{self.unsettled:,} 项后续未在期限内裁定，其后的裁定可能过早"
            en = "follow-ups were not decided in time, what came after them may have been decided too early"
            table.caption += f"\n[bold red]{zh} · {en}[/]"
        return table
