"""Which unit service a command talks to, and with which key: as the environment says, else the local district's."""

from __future__ import annotations

import os


def unit_service(unit: str) -> tuple[str, str]:
    """Return a unit service's address and an API key for it.

    Raises:
        ConfigurationError: there is no such unit, or no local district runs.
    """
    from yipanqi.bus.errors import ConfigurationError
    from yipanqi.contract.catalog import product_catalog
    from yipanqi.local.connection import running
    from yipanqi.local.layout import Layout
    from yipanqi.local.people import People

    url, secret = os.environ.get("YIPANQI_UNIT_URL"), os.environ.get("YIPANQI_API_KEY")
    if url and secret:
        return url, secret
    catalog, layout = product_catalog(), Layout.from_env()
    if unit not in catalog.units:
        names = ", ".join(catalog.units)
        raise ConfigurationError(
            f"目录中没有单位 {unit}，可选：{names} | there is no unit {unit}, choose one of {names}"
        )
    return running(layout).urls[unit], People(layout, catalog).key(unit).get_secret_value()
