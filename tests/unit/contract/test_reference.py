"""The generated pages are what the contract gives now."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from yipanqi.cluster.subjects import records_by_topic
from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.reference import ASYNCAPI, EVENTS, documents
from yipanqi.contract.schemas import product_schemas

DOCS = Path(__file__).parents[3] / "docs"
GENERATED = documents(records_by_topic(product_catalog(), product_schemas()))


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_the_committed_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == GENERATED[name], "run `yipanqi schemas docs`"


def test_every_event_type_has_a_section() -> None:
    for file in product_schemas():
        assert f"### {file.source['title_zh']} `{file.full_name}`" in GENERATED[EVENTS]


def test_every_schema_that_the_asyncapi_document_refers_to_is_a_file() -> None:
    document = yaml.safe_load(GENERATED[ASYNCAPI])
    for message in document["components"]["messages"].values():
        assert (DOCS / message["payload"]["schema"]["$ref"]).resolve().is_file()
    for channel in document["channels"].values():
        for reference in channel["messages"].values():
            assert reference["$ref"].rpartition("/")[2] in document["components"]["messages"]
