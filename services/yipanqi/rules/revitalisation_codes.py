"""Why a case of revitalisation is refused."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class RevitalisationCode(RefusalCode):
    """Codes of revitalisation alone."""

    CASE_OPEN = (
        "case-open",
        "载体已有在办盘活 {case}，一个载体同时只办一件，请先办结或终止该件。",
        "The carrier has an open case, {case}, and one at a time: finish or abandon that first.",
    )
    ENTRY_STATUS = (
        "entry-status",
        "盘活不能以“{status_zh}”登记；新件为已识别，台账接续可为已识别至实施中。",
        "A case cannot be entered as {status}: a new one is IDENTIFIED, one taken over up to IN_PROGRESS.",
    )
    PARTY_TO_CASE = (
        "party-to-case",
        "{unit} 是该盘活件的承办或载体单位，不能自行核实或批准，请由其他有权单位办理。",
        "{unit} carries the case out or keeps its carrier: let another unit that may do so rule on it.",
    )
    EVIDENCE = (
        "case-evidence-missing",
        "{step_zh}缺少佐证（{needed_zh}），请补充后重报。",
        "{step_en} lacks evidence ({needed_en}): report it again with it.",
    )
    FREED_TOO_LARGE = (
        "freed-too-large",
        "盘活面积 {freed} ㎡ 超过载体面积 {area} ㎡，请核对面积。",
        "The {freed} m² freed exceed the carrier's {area} m²: check the areas.",
    )
    AREA_UNKNOWN = (
        "carrier-area-unknown",
        "载体面积未知，无法核对盘活面积，请载体单位先补充面积。",
        "The carrier's area is unknown, so the area freed cannot be checked: have its unit report it first.",
    )
    NOT_DONE = (
        "case-not-done",
        "盘活件 {id} 尚未完成，没有盘活面积可更正，请去掉该项。",
        "Case {id} is not done and has no area freed to correct: leave that out.",
    )
    REASON = (
        "abandon-reason-missing",
        "终止盘活须说明理由，请补充理由后重报。",
        "Giving a case up needs a reason: report it again with one.",
    )
