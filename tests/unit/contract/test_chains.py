"""The nodes of the chains: for every chain of the code list, each name once."""

from __future__ import annotations

from pathlib import Path

import pytest

from yipanqi.bus.errors import ConfigurationError
from yipanqi.contract.chains import FILE, load_chains, product_chains
from yipanqi.contract.codes import product_codes
from yipanqi.contract.files import schemas_folder


def test_every_chain_has_nodes_with_a_source() -> None:
    assert product_chains().chains.keys() == product_codes()["chain"].keys()
    assert all(product_chains().nodes().values())
    assert product_chains().source.zh


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("TESTING: {zh", "TESTING: {zhh", "TESTING"),
        ("synonyms: [手术机器人", "synonyms: [疫苗, 耗材, 手术机器人", "耗材"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (schemas_folder() / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=said):
        load_chains(tmp_path)
