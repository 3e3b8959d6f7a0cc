"""Masking hides a field wherever its record stands: written out, in a list, or referred to by its name."""

from __future__ import annotations

from typing import Any

from yipanqi.contract.masking import Share, build_mask, product_mask


def field(name: str, type_: Any, share: str = "all", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, "share": share, **more}


def record(name: str, *fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "record", "namespace": "x", "name": name, "fields": list(fields)}


SECRET = field("secret", ["null", "string"], "government", default=None)
INNER = record("Inner", field("open", "string"), SECRET)
STEP = record(
    "Step", field("before", ["null", "x.Inner"]), field("again", ["null", {"type": "array", "items": "x.Inner"}])
)
OUTER = record(
    "Outer",
    field("first", INNER),
    field("steps", {"type": "array", "items": STEP}),
    field("held", {"type": "array", "items": "x.Inner"}, "government", default=[]),
)


def test_a_record_that_is_referred_to_by_its_name_is_masked_as_where_it_is_written_out() -> None:
    whole = {"open": "o", "secret": "s"}
    given = {"first": whole, "steps": [{"before": whole, "again": [whole, whole]}], "held": [whole]}
    hidden = {"open": "o", "secret": None}
    masked = build_mask(OUTER, Share.ALL)(given)
    assert masked == {"first": hidden, "steps": [{"before": hidden, "again": [hidden, hidden]}], "held": []}
    assert given["steps"][0]["before"] == whole
    assert build_mask(OUTER, Share.GOVERNMENT)(given) == given


def test_a_record_that_contains_itself_is_masked_at_every_depth() -> None:
    tree = record("Tree", SECRET, field("below", {"type": "array", "items": "x.Tree"}))
    given = {"secret": "s", "below": [{"secret": "t", "below": []}]}
    masked = build_mask(tree, Share.ALL)(given)
    assert masked == {"secret": None, "below": [{"secret": None, "below": []}]}


def test_what_hides_nothing_is_handed_on_as_it_is() -> None:
    plain = record("Plain", field("inner", record("Bare", field("open", "string"))))
    given = {"inner": {"open": "o"}}
    assert build_mask(plain, Share.ALL)(given) is given
    assert product_mask("yipanqi.project.Project", Share.OWNER)(given) is given
