"""Where the contract's files are: a folder of one's own, inside an installed wheel, or at the top of the repository."""

from __future__ import annotations

import os
from pathlib import Path

from yipanqi.bus.errors import ConfigurationError

VARIABLE = "YIPANQI_SCHEMAS"
_PACKAGED = Path(__file__).with_name("schemas")
_REPOSITORY = Path(__file__).resolve().parents[3] / "schemas"


def schemas_folder() -> Path:
    """Return the folder of the contract: the one that YIPANQI_SCHEMAS names, else the product's own.

    A district with other units keeps a copy of `schemas/` with its own `catalog.yaml` and names it to every service.

    Raises:
        ConfigurationError: the folder named holds no catalogue.
        FileNotFoundError: when the package was installed without its data.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if not (Path(named) / "catalog.yaml").is_file():
            raise ConfigurationError(
                f"{VARIABLE} 指定的文件夹 {named} 中没有 catalog.yaml，请复制整个 schemas 文件夹 | "
                f"{VARIABLE} names {named}, which holds no catalog.yaml: copy the whole folder schemas/ there"
            )
        return Path(named).absolute()
    for folder in (_PACKAGED, _REPOSITORY):
        if (folder / "catalog.yaml").is_file():
            return folder
    raise FileNotFoundError(
        f"the contract (catalog.yaml) is neither in {_PACKAGED} nor in {_REPOSITORY}: reinstall yipanqi"
    )
