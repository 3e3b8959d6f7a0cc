"""Free TCP ports on the loopback address."""

from __future__ import annotations

import os
import random
import socket

from yipanqi.bus.errors import ConfigurationError

LOOPBACK = "127.0.0.1"

VARIABLE = "YIPANQI_PORTS"
"""The environment's name for the range `first-last` that free ports are taken from."""

# Below the range from which systems take ports for outgoing connections: a service that is down for a moment
# finds its port still free when it comes back.
_FIRST, _LAST = 20_000, 32_000


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback address now."""
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port(preferred: int = 0) -> int:
    """Return `preferred` if it is free, else some free port of `$YIPANQI_PORTS` (`first-last`; 20000-32000)."""
    if preferred and is_free(preferred):
        return preferred
    first, last = _range()
    choose = random.SystemRandom()
    while True:
        port = choose.randint(first, last)
        if is_free(port):
            return port


def accepts(port: int) -> bool:
    """Whether something listens on this port of the loopback address."""
    with socket.socket() as sock:
        sock.settimeout(1.0)
        return sock.connect_ex((LOOPBACK, port)) == 0


def _range() -> tuple[int, int]:
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return _FIRST, _LAST
    first, _, last = wanted.partition("-")
    if not (first.isdecimal() and last.isdecimal() and 0 < int(first) <= int(last) < 65_536):
        raise ConfigurationError(
            f"{VARIABLE} 应为端口范围，如 20000-32000，现为 {wanted!r} | "
            f"{VARIABLE} must be a range of ports like 20000-32000, it is {wanted!r}"
        )
    return int(first), int(last)
