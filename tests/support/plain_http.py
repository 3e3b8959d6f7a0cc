"""HTTP to this machine: without the authorities of the web, which take 20 ms of work to load for each new client."""

from __future__ import annotations

import ssl
from typing import Any

import httpx


def plain_client(**options: Any) -> httpx.Client:
    """Return a client for http:// addresses of this machine, with httpx's own options; it trusts nobody over TLS."""
    return httpx.Client(**{"trust_env": False, "verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), **options})


def plain_get(url: str, **options: Any) -> httpx.Response:
    """Get one page of this machine."""
    with plain_client(**options) as client:
        return client.get(url)
