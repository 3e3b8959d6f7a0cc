// What commerce does about a conflict, as events made ready: it rules, or gives up a claim of its own before it may.
import { eventForm, keptForm } from "./events.js";
import { h } from "./dom.js";
import { state } from "./state.js";
import { unitTitle } from "./values.js";
import { t } from "./words.js";

const reason = () => ({ name: "reason", kind: "text", label: t("rulingReason") });

/** The form for one conflict, as the API answers it; it stays as it is while the sides are the same. */
export function rulingForm(one) {
  const id = one.claim.id;
  const stamp = JSON.stringify([one.ruling.own_claims, [one.claim, ...one.against].map((claim) => [claim.id, claim.version, claim.owner_unit])]);
  return keptForm(`ruling ${id}`, stamp, () => {
    const choices = one.ruling.possible ? rulings(one) : one.ruling.own_claims.flatMap(givingUp);
    const title = t(one.ruling.possible ? "prepareRuling" : "prepareRecusal");
    return h("details", { class: "prepare", "data-ruling": id }, h("summary", {}, title), h("div", { class: "prepared" },
      eventForm({ unit: state.me.unit, name: id, title: t("rulingChoice"), choices }),
      h("p", { class: "hint" }, t("rulingAsOf", versions(one)))));
  });
}

function rulings({ claim, against }) {
  const later = unitTitle(claim.owner_unit);
  const earlier = against.map((one) => unitTitle(one.owner_unit)).join("、") || t("otherSide");
  const choice = (key, upheld, label, note) => ({ key, label, note, type: "yipanqi.claim.ClaimRuled", data: { claim_id: claim.id, upheld }, fields: [reason()] });
  return [choice("keep", false, t("rulingKeep", earlier), t("rulingKeepNote", earlier, later)), choice("uphold", true, t("rulingUphold", later), t("rulingUpholdNote", earlier, later))];
}

/** A party does not rule: commerce withdraws its own claim, or offers it to another unit. */
function givingUp(id) {
  const units = state.codes.unit.filter((unit) => unit.kind !== "service" && unit.code !== state.me.unit).map((unit) => [unit.code, unitTitle(unit.code)]);
  const to = { name: "to_unit", kind: "unit", label: t("transferTo"), options: units };
  return [
    { key: `withdraw-${id}`, label: t("withdrawOwn"), note: t("withdrawOwnNote", id), type: "yipanqi.claim.ClaimWithdrawn", data: { claim_id: id }, fields: [reason()] },
    { key: `offer-${id}`, label: t("offerOwn"), note: t("offerOwnNote", id), type: "yipanqi.claim.ClaimTransferOffered", data: { claim_id: id }, fields: [to, reason()] },
  ];
}

const versions = (one) => [one.claim, ...one.against].map((claim) => `${unitTitle(claim.owner_unit)} ${t("version", claim.version)}`).join(" · ");
