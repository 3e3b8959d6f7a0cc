"""The product's contract keeps its own rules, and each rule notices when it is broken."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.schema import ParsedSchema, parse_schema
from yipanqi.contract.catalog import Catalog
from yipanqi.contract.check import check, check_models
from yipanqi.contract.codes import product_codes
from yipanqi.contract.conventions import check_record
from yipanqi.contract.examples import load_examples, model_of
from yipanqi.contract.files import schemas_folder
from yipanqi.contract.history import freeze, load_history
from yipanqi.contract.schemas import SchemaSet, product_schemas

FIELD = {"name": "land_m2", "type": "string", "doc": "Land.", "title_zh": "土地", "share": "all"}
DECIMAL = {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}


def record(*fields: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {
        "type": "record",
        "namespace": "yipanqi.x",
        "name": "Thing",
        "doc": "A thing.",
        "title_zh": "物",
        "fields": list(fields),
        **rest,
    }


def field(name: str, type_: Any, **rest: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, "doc": "A field.", "title_zh": "字段", "share": "all", **rest}


def test_the_products_contract_keeps_every_rule() -> None:
    assert [str(finding) for finding in check()] == []


BROKEN = {
    "no-doc": {**FIELD, "doc": " "},
    "no-title": {k: v for k, v in FIELD.items() if k != "title_zh"},
    "no-share": {k: v for k, v in FIELD.items() if k != "share"},
    "mask-not-null": {**FIELD, "share": "government"},
    "unknown-codes": {**FIELD, "codes": "no.such.list"},
    "field-name": {**FIELD, "name": "LandArea"},
    "closed-type": field("state", {"type": "enum", "name": "E", "symbols": ["A"]}),
    "float": field("price_cny", "double"),
    "logical-type": field("seen", {"type": "long", "logicalType": "timestamp-millis"}),
    "no-unit": field("investment", DECIMAL),
    "area-unit": field("land_mu", "string", doc="Land in square metres."),
    "time-name": field("signed_on", {"type": "long", "logicalType": "timestamp-micros"}),
    "recursive": field("next", ["null", "yipanqi.x.Thing"], default=None),
    "unparsable": field("bomb", {"type": "array", "items": "null"}),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_field_is_found_that_breaks(code: str) -> None:
    assert code in {finding.code for finding in check_record(record(BROKEN[code]), {})}


@pytest.mark.parametrize(
    "good",
    [
        field("land_m2", ["null", DECIMAL], default=None),
        field("signed_on", {"type": "int", "logicalType": "date"}),
        field("decided_at", {"type": "long", "logicalType": "timestamp-micros"}),
        field("since", ["null", "string"], default=None, format="fuzzy-date"),
        field("contact", ["null", "string"], default=None) | {"share": "owner"},
        field("longitude", "double"),
    ],
    ids=lambda f: str(f["name"]),
)
def test_a_field_passes_that_keeps_the_rules(good: dict[str, Any]) -> None:
    assert list(check_record(record(good), {})) == []


def test_a_rule_reaches_into_lists_of_records() -> None:
    inner = record({**FIELD, "share": "nobody"}, name="Part")
    outer = record(field("parts", {"type": "array", "items": inner}))
    assert [f.where for f in check_record(outer, {})] == ["yipanqi.x.Thing.parts.land_m2"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the contract to break."""
    return Path(shutil.copytree(schemas_folder(), tmp_path / "schemas"))


def edit(path: Path, change: Callable[[Any], None]) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def codes_found(folder: Path) -> set[tuple[str, str]]:
    return {(finding.code, finding.where) for finding in check(folder) if finding.code != "models-drift"}


def test_an_event_in_no_duty_is_found(folder: Path) -> None:
    replace(folder / "target" / "aggregate.yaml", "TargetPeriodLocked, TargetCorrected]", "TargetPeriodLocked]")
    assert codes_found(folder) == {("duty", "yipanqi.target.TargetCorrected")}


def test_an_internal_event_in_a_duty_is_found(folder: Path) -> None:
    replace(folder / "carrier" / "aggregate.yaml", "[CarrierVerified]", "[CarrierVerified, CarrierHeld]")
    assert codes_found(folder) == {("duty", "yipanqi.project.CarrierHeld")}


def test_a_question_that_does_not_say_whom_it_asks_is_found(folder: Path) -> None:
    replace(folder / "correction" / "ItemAsked.avsc", '"subject_id"\n  ]', '"subject"\n  ]')
    assert ("asks", "yipanqi.correction.ItemAsked") in codes_found(folder)


def test_a_duty_that_names_no_event_is_found(folder: Path) -> None:
    replace(folder / "carrier" / "aggregate.yaml", "[CarrierVerified]", "[CarrierVerified, Nothing]")
    assert codes_found(folder) == {("unknown-event", "duties: Nothing")}


def test_a_schema_that_nothing_leads_to_is_found(folder: Path) -> None:
    (folder / "stray").mkdir()
    (folder / "stray" / "Thing.avsc").write_text(json.dumps(record(field("a", "string"))), encoding="utf-8")
    (folder / "examples" / "yipanqi.x.Thing.json").write_text('[{"a": "b"}]', encoding="utf-8")
    assert ("orphan", "yipanqi.x.Thing") in codes_found(folder)


def test_an_aggregates_id_must_come_first(folder: Path) -> None:
    edit(folder / "target" / "TargetSet.avsc", lambda s: s["fields"].reverse())
    assert ("id-first", "yipanqi.target.TargetSet") in codes_found(folder)


def test_a_change_that_breaks_a_published_version_is_found(folder: Path) -> None:
    edit(folder / "carrier" / "CarrierListed.avsc", lambda s: s["fields"].append(field("needed", "string")))
    found = codes_found(folder)
    assert ("incompatible", "yipanqi.carrier.CarrierListed") in found
    assert ("not-frozen", "yipanqi.carrier.CarrierListed") in found


def test_a_compatible_change_is_good_once_it_is_frozen_as_the_next_version(folder: Path) -> None:
    edit(
        folder / "carrier" / "CarrierListed.avsc",
        lambda s: s["fields"].append(field("remarks", ["null", "string"], default=None)),
    )
    # The models here are those of the unchanged schema, so that its examples don't fit for the moment.
    assert {code for code, _ in codes_found(folder)} == {"not-frozen", "bad-example"}

    assert freeze(folder) == ["yipanqi.carrier.CarrierListed 2"]

    assert sorted(load_history(folder)["yipanqi.carrier.CarrierListed"]) == [1, 2]
    assert "not-frozen" not in {code for code, _ in codes_found(folder)}


def test_a_published_schema_may_not_disappear(folder: Path) -> None:
    (folder / "carrier" / "CarrierWithdrawn.avsc").unlink()
    replace(folder / "carrier" / "aggregate.yaml", "CarrierWithdrawn, ", "")
    assert ("removed", "yipanqi.carrier.CarrierWithdrawn") in codes_found(folder)


def test_a_gap_in_the_published_versions_is_refused(folder: Path) -> None:
    history = folder / "history" / "yipanqi.carrier.CarrierListed"
    (history / "1.avsc").rename(history / "2.avsc")
    with pytest.raises(ValueError, match="not 1, 2, 3"):
        check(folder)


def test_a_schema_without_example_and_an_example_that_does_not_fit_are_found(folder: Path) -> None:
    (folder / "examples" / "yipanqi.common.Money.json").unlink()
    edit(folder / "examples" / "yipanqi.target.TargetSet.json", lambda e: e[0].update(metric="NO_SUCH_METRIC"))
    assert codes_found(folder) == {
        ("no-example", "yipanqi.common.Money"),
        ("bad-example", "examples/yipanqi.target.TargetSet.json #1"),
    }


def test_a_spelling_that_means_two_codes_is_found(folder: Path) -> None:
    replace(folder / "project" / "codes.yaml", "synonyms: [收购]", "synonyms: [收购, 增资]")
    assert codes_found(folder) == {("code-ambiguous", "project.form.ACQUISITION")}


def test_a_model_edited_by_hand_is_found(tmp_path: Path) -> None:
    schemas, catalog = SchemaSet.load(), Catalog.load()
    models = Path(shutil.copytree(Path(__file__).parents[3] / "services" / "yipanqi" / "models", tmp_path / "models"))
    assert list(check_models(schemas, catalog, product_codes(), models)) == []
    with (models / "target.py").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    found = list(check_models(schemas, catalog, product_codes(), models))
    assert [(f.code, f.where) for f in found] == [("models-drift", "yipanqi/models/target.py")]


class OneSchema:
    def __init__(self, schema: ParsedSchema) -> None:
        self._schema = schema

    def schema_by_id(self, schema_id: int) -> ParsedSchema:
        return self._schema


@pytest.mark.parametrize("full_name", sorted(load_examples()))
def test_every_example_goes_through_the_bus_codec_and_comes_back_the_same(full_name: str) -> None:
    schema = parse_schema(product_schemas().resolved(full_name))
    codec = AvroCodec(OneSchema(schema))
    for value in load_examples()[full_name]:
        sent = model_of(full_name).model_validate_json(json.dumps(value))
        decoded = codec.decode(codec.encode(schema, sent.to_avro(), 1, strict=True), fingerprint=schema.fingerprint)
        assert model_of(full_name).from_avro(decoded.value) == sent
