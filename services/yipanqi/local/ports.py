"""Free TCP ports on the loopback address."""

from __future__ import annotations

import random
import socket

LOOPBACK = "127.0.0.1"

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
    """Return `preferred` if it is free, else some free port."""
    if preferred and is_free(preferred):
        return preferred
    choose = random.SystemRandom()
    while True:
        port = choose.randint(_FIRST, _LAST)
        if is_free(port):
            return port


def accepts(port: int) -> bool:
    """Whether something listens on this port of the loopback address."""
    with socket.socket() as sock:
        sock.settimeout(1.0)
        return sock.connect_ex((LOOPBACK, port)) == 0
