"""Refusals of events about correction requests."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class CorrectionCode(RefusalCode):
    """Codes of correction requests (校核), invariant 10."""

    OWN_RECORD = (
        "own-record",
        "{unit} 就是该数据的数源单位，无需校核；请直接用更正事件修改。",
        "{unit} is the source of this item: correct the record with a correction of your own.",
    )
    NO_SUCH_AGGREGATE = (
        "no-such-aggregate",
        "目录中没有数据类别 {name}，请使用目录中的类别。",
        "The catalogue has no aggregate {name}: use one of the catalogue's.",
    )
    NO_SUCH_FIELD = (
        "no-such-field",
        "{aggregate} 没有可校核的字段 {name}，请核对字段名。",
        "{aggregate} has no field {name} that can be doubted: check the name.",
    )
    SOURCE_UNCHANGED = (
        "source-unchanged",
        "数源单位已经是 {unit}，无需改派。",
        "The source is {unit} already: there is nothing to reassign.",
    )
