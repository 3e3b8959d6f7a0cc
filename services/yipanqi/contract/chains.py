"""The nodes of the industrial chains, from `schemas/chains.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from yipanqi.bus.errors import ConfigurationError
from yipanqi.contract.files import schemas_folder
from yipanqi.figures.basis import Node

FILE = "chains.yaml"


class _Node(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    synonyms: tuple[str, ...] = ()


class _Source(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str


class ChainNodes(BaseModel):
    """The file: where its data come from, and each chain's nodes by code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    source: _Source
    chains: dict[str, dict[str, _Node]]

    def nodes(self) -> Mapping[str, tuple[Node, ...]]:
        """Return the nodes of each chain in the order of the file."""
        return {
            chain: tuple(Node(code, node.zh, node.en, node.synonyms) for code, node in nodes.items())
            for chain, nodes in self.chains.items()
        }


def load_chains(folder: Path | None = None) -> ChainNodes:
    """Read the file.

    Raises:
        ConfigurationError: an entry is misspelt, or one chain has a name for two nodes.
    """
    path = (folder or schemas_folder()) / FILE
    try:
        read = ChainNodes.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        places = ", ".join(".".join(map(str, one["loc"])) for one in error.errors(include_url=False)[:3])
        raise ConfigurationError(f"产业链环节表 {path} 有误：{places} | a mistake in {path}: {places}") from None
    for chain, nodes in read.nodes().items():
        names = [
            name for node in nodes for name in {n.casefold() for n in (node.code, node.zh, node.en, *node.synonyms)}
        ]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            said = ", ".join(sorted(twice))
            raise ConfigurationError(f"{path}：{chain} 的环节重名 {said} | {path}: {chain} has a name twice: {said}")
    return read


@lru_cache(maxsize=1)
def product_chains() -> ChainNodes:
    """Return the nodes of the contract's folder, read once."""
    return load_chains()
