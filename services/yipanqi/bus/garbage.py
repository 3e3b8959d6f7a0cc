"""Pauses of a service: what it has loaded is taken out of garbage collection, so that nothing waits for it."""

from __future__ import annotations

import gc

#: How many objects come before the young are looked through, and how often that happens before older ones are. Python's
#: own (700, 10, 10) suit a short script: a stream of events then has all that is alive looked through again and again.
_THRESHOLDS = (20_000, 10, 50)


def settle() -> None:
    """Collect garbage once, and leave what is alive now out of later collections; for when what stays is loaded.

    Looking through hundreds of thousands of rows, models and modules for garbage that is not there holds the
    interpreter for tenths of a second. What was left out before is looked through this once again. Memory of what is
    no longer used is given back by reference counting all the same; only cycles among it wait for the next call.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
