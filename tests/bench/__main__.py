"""`make bench`: measure what was asked for (default: everything) and print one table. It asserts no times."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack

from rich.console import Console
from tests.bench import (
    answering,
    assigning,
    boarding,
    deciding,
    district,
    duplicates,
    footprint,
    latency,
    publishing,
    rebuilding,
)
from tests.bench.figures import Figure, show
from tests.bench.ground import Ground, prepared
from tests.bench.machine import facts

_ON_GROUND: dict[str, tuple[str, Callable[[Ground], list[Figure]]]] = {
    "publisher": ("发布 publisher", publishing.measure),
    "coordinator": ("统筹 coordinator", deciding.measure),
    "board": ("视图重建 board rebuild", rebuilding.measure),
    "latency": ("从发布到页面 from publishing to the stream", latency.measure),
    "district": ("模拟区（十分之一规模）a simulated district, a tenth", district.measure),
    "district-full": (
        "模拟区（全规模）a simulated district in full",
        lambda ground: district.measure(ground, district.FULL),
    ),
}
_ALONE: dict[str, tuple[str, Callable[[], list[Figure]]]] = {
    "district-board": ("全规模看板 a board of full size", boarding.measure),
    "duplicates": ("查重 check before filing", duplicates.measure),
    "assignment": ("统筹配置与匹配 assignment and ranking", assigning.measure),
    "figures": ("指标 figures over the API", answering.measure),
    "up": ("启动与内存 yipanqi up, memory", footprint.measure),
}


#: Minutes each, some an hour: made only when they are named.
_LONG = ("district", "district-full", "district-board")
_WHICH = f"which measurements; default: all but {', '.join(_LONG)}"


def main() -> int:
    """Run the measurements; 1 when one of them could not be made."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("what", nargs="*", choices=[[], *_ON_GROUND, *_ALONE], help=_WHICH)
    chosen = parser.parse_args().what or [name for name in (*_ON_GROUND, *_ALONE) if name not in _LONG]
    console = Console(width=max(140, Console().width))
    lines, begun = facts(), time.monotonic()
    figures: list[Figure] = []
    failed = 0
    with ExitStack() as stack:
        ground: Ground | None = None
        for name, (title, measure) in _ON_GROUND.items():
            if name not in chosen:
                continue
            if ground is None:
                console.print("→ Kafka, schema registry")
                ground = stack.enter_context(prepared(console))
            wrong = _one(console, title, lambda m=measure, g=ground: m(g), figures)
            if wrong:
                console.print(ground.logs(), highlight=False, markup=False)
            failed += wrong
    for name in [n for n in _ALONE if n in chosen]:
        failed += _one(console, *_ALONE[name], figures)
    show(figures, [*lines, f"{time.monotonic() - begun:.0f} s in all"], console)
    return 1 if failed else 0


def _one(console: Console, title: str, measure: Callable[[], list[Figure]], figures: list[Figure]) -> int:
    """Make one measurement; a failure is told and costs only its own lines."""
    console.print(f"→ {title}", highlight=False)
    try:
        figures.extend(measure())
    except Exception as error:  # noqa: BLE001  # the other measurements go on
        traceback.print_exc()
        figures.append(Figure(title, "failed", reached=False, note=f"{type(error).__name__}: {error}"[:200]))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
