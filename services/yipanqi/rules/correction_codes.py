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
    NOT_CORRECTABLE = (
        "not-correctable",
        "{name} 类数据由系统形成或只随答复变化，没有更正事件，不能校核；请对其所依据的数据提出校核。",
        "No event corrects a record of {name}: doubt the records that it rests on.",
    )
    CONFIDENTIAL = (
        "confidential-record",
        "{name} 类数据只有归属单位和商务局可见，校核则对各单位公开，会泄露其归属，不予受理；请直接与商务局联系。",
        "Records of {name} are seen by their owner and commerce alone, a correction request by all: it would tell "
        "whose they are. Contact commerce instead.",
    )
    NO_SUCH_RECORD = (
        "no-such-record",
        "没有 {id}，请核对所校核数据的标识。",
        "There is no record {id}: check the id of what you doubt.",
    )
    PENDING = (
        "correction-pending",
        "校核 {id} 正在与所校核的数据核对，请等先前事件的回执后再试。",
        "Correction request {id} waits for the doubted record's answer to an earlier event: try again after its "
        "receipt.",
    )
    FIX_UNKNOWN = (
        "fix-unknown",
        "{event} 不是 {id} 最近的事件，不能作为更正；请填写更正该数据的事件编号（见其回执）。",
        "{event} is not among the recent events of {id}: name the event that corrected it, from its receipt.",
    )
    FIX_TOO_EARLY = (
        "fix-too-early",
        "事件 {event} 早于校核提出，不是对它的更正；请先更正，如数据无误请说明理由不予更正。",
        "Event {event} came before the doubt and cannot answer it: correct the record first, or decline with a reason.",
    )
    ITEM_UNCHANGED = (
        "item-unchanged",
        "{id} 的字段 {name} 与校核提出时相同，尚未更正；请先更正，如数据无误请说明理由不予更正。",
        "The field {name} of {id} is as it was when it was doubted: correct it first, or decline with a reason.",
    )
