"""`python -m yipanqi`: the same as the command `yipanqi`."""

from __future__ import annotations

from yipanqi.cli import main

main()
