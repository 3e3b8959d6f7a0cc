"""How a command on this machine reaches the cluster: by the environment, or the district that runs in the folder."""

from __future__ import annotations

import os

from yipanqi.bus.errors import ConfigurationError
from yipanqi.bus.settings import KafkaSettings, RegistrySettings, Security
from yipanqi.local.layout import Layout, RunFile
from yipanqi.local.secrets import SecretFolder


def is_local() -> bool:
    """Return whether no other cluster is named by the environment."""
    return not os.environ.get("YIPANQI_BOOTSTRAP")


def running(layout: Layout) -> RunFile:
    """Return the district that runs in the folder; ConfigurationError if there is none."""
    found = RunFile.read(layout)
    if found is None:
        raise ConfigurationError(
            f"{layout.folder} 中没有运行的一盘棋，请先执行 yipanqi demo，或设置 YIPANQI_BOOTSTRAP 等变量 | "
            f"nothing runs in {layout.folder}: start it with `yipanqi demo` or `yipanqi up`, "
            "or name another cluster by YIPANQI_BOOTSTRAP and its fellows"
        )
    return found


def kafka_settings(layout: Layout, user: str) -> KafkaSettings:
    """Return how to connect: as the environment says, else as `user` to the local district."""
    if not is_local():
        return KafkaSettings.from_env()
    return KafkaSettings(
        bootstrap=running(layout).bootstrap,
        security=Security.SASL_PLAINTEXT,
        user=user,
        password=SecretFolder(layout.secrets).password(user),
    )


def registry_settings(layout: Layout) -> RegistrySettings:
    """Return how to reach the registry: as the environment says, else the local district's."""
    if os.environ.get("YIPANQI_REGISTRY_URL"):
        return RegistrySettings.from_env()
    return RegistrySettings(url=running(layout).registry_url)
