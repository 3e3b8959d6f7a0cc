// For commerce: another unit's entry of foreign capital, verified or rejected as an event made ready.
import { h } from "./dom.js";
import { eventForm, keptForm } from "./events.js";
import { state } from "./state.js";
import { t } from "./words.js";

export function verificationSections(record) {
  const { unit, role, business_date: today } = state.me;
  if (role !== "commerce" || record.status !== "RECORDED" || record.owner_unit === unit) return null;
  const data = { entry_id: record.id };
  const day = (name, label, min) => ({ name, kind: "date", label, min, max: today });
  const choices = [
    { key: "verify", label: t("verify"), note: t("verifyNote"), type: "yipanqi.fdi.FdiEntryVerified", data,
      fields: [{ name: "verification_reference", kind: "line", label: t("verificationReference") }, day("verified_on", t("verifiedOn"), record.received_on)] },
    { key: "reject", label: t("rejectEntry"), note: t("rejectEntryNote"), type: "yipanqi.fdi.FdiEntryRejected", data,
      fields: [{ name: "rejection_reason", kind: "text", label: t("decisionReason") }, day("rejected_on", t("rejectedOn"))] },
  ];
  return [h("section", { id: "verification" }, h("h3", {}, t("toVerify")), keptForm(`verify ${record.id}`, `${record.version} ${today}`, () => h("details", { class: "prepare" }, h("summary", {}, t("prepareVerification")),
    h("div", { class: "prepared" }, eventForm({ unit, name: record.id, title: t("rulingChoice"), choices })))))];
}
