// Claims: the sides of a conflict beside each other, how long it waits, and the proof of the first report for who may read it.
import { api } from "./api.js";
import { workingDays } from "./countdown.js";
import { h } from "./dom.js";
import { exactMoment, fuzzyDate } from "./format.js";
import { rulingForm } from "./ruling.js";
import { state } from "./state.js";
import { codeTitle, listOf, tone, unitTitle } from "./values.js";
import { lang, t } from "./words.js";

const named = (claim) => claim.investor_name ?? claim.investor_id ?? claim.id;

const rules = () => state.me.role === "commerce";

/** The card of conflicts; `onRecord(plural, id)` opens a claim, `onProof(claim)` its proof, `onAll()` the list. */
export function conflictCard(found, onRecord, onProof, onAll) {
  return h("section", { class: "card conflicts", "data-claims": "CONFLICT" },
    h("header", {}, h("h2", {}, t("claimsConflict")), h("small", {}, `${t("alertsOfAll")} · ${t("total", found.total)}`),
      found.overdue ? h("span", { class: "due late" }, t("conflictsLate", found.overdue)) : null,
      found.total > found.items.length ? h("button", { class: "link grow", type: "button", onclick: onAll }, t("allConflicts", found.total)) : null),
    found.items.length ? found.items.map((one) => conflict(one, onRecord, onProof)) : h("p", { class: "nothing" }, t("noConflicts")),
    found.items.length ? h("p", { class: "hint" }, t(rules() ? "rulingHint" : "rulingByCommerce")) : null);
}

function conflict(one, onRecord, onProof) {
  const sides = [...one.against, one.claim].sort((a, b) => (begun(a) < begun(b) ? -1 : 1));
  const may = one.ruling.possible;
  const standing = rules() ? (may ? "mayRule" : "mayNotRule") : may ? "waitsForRuling" : "waitsForRecusal";
  return h("article", { "data-conflict": one.claim.id },
    h("div", { class: "state" }, h("span", { class: `pill ${may ? (rules() ? "built" : "held") : "ended"}` }, t(standing)), waited(one.wait),
      may ? null : h("p", {}, t(rules() ? "mayNotRuleWhy" : "mayNotRuleYet"))),
    h("ol", { class: "sides" }, sides.map((claim, n) => side(claim, n === 0, one.ruling.own_claims.includes(claim.id), onRecord, onProof))),
    rules() ? rulingForm(one) : null);
}

/** How long a conflict waits against its limit, in working days, with the last day. */
function waited({ since_on: since, due_on: due, used_working_days: used, left_working_days: left }) {
  const limit = used === null || left === null ? null : Math.max(1, used + left);
  return h("div", { class: "waited" },
    h("span", {}, used === null ? t("waitsSince", since ? fuzzyDate(since) : "—") : limit === null ? t("waitedDays", used) : t("waitedOf", used, limit)),
    limit === null ? null : h("span", { class: `share ${left < 0 ? "over" : left <= 1 ? "near" : ""}`, "aria-hidden": "true" }, h("i", { vars: { "--w": `${Math.min(100, (100 * used) / limit)}%` } })),
    due ? h("span", {}, t("rulingDue", fuzzyDate(due))) : h("span", { class: "muted" }, t("noCalendar")), workingDays(left));
}

const begun = (claim) => claim.proof.filing?.decided_at ?? claim.filed_on ?? "";

function side(claim, first, own, onRecord, onProof) {
  const filing = claim.proof.filing;
  return h("li", { "data-claim": claim.id, class: first ? "first" : "" },
    h("div", { class: "who" }, h("b", {}, unitTitle(claim.owner_unit)), h("span", { class: `pill ${tone(claim.status)}` }, codeTitle("claim.status", claim.status)),
      first ? h("span", { class: "pill signed" }, t("firstFiled")) : null, own ? h("span", { class: "badge" }, t("ownCase")) : null),
    h("button", { class: "link", type: "button", title: named(claim), onclick: () => onRecord("claims", claim.id) }, named(claim)),
    claim.content ? h("p", { class: "content", title: claim.content }, claim.content) : null,
    h("dl", {}, h("dt", {}, t("firstReport")), h("dd", {}, filing ? exactMoment(filing.decided_at) : claim.filed_on ? fuzzyDate(claim.filed_on) : "—"),
      h("dt", {}, t("scope")), h("dd", {}, codeTitle("claim.scope", claim.scope))),
    proofButton(claim, onProof));
}

export const proofButton = (claim, onProof) => h("button", { class: "link", type: "button", "data-proof": claim.id, onclick: () => onProof(claim) }, t("proof"));

/** The proof of a claim, read: what a drawer shows of it. Returns { title, under, sections }. */
export async function provenFirst(claim, onRecord) {
  const proof = await api.proof(claim.id);
  const under = h("div", { class: "under" }, h("span", { class: `pill ${tone(proof.status)}` }, codeTitle("claim.status", proof.status)),
    h("span", {}, codeTitle("claim.scope", proof.scope)), h("span", {}, proof.claim_id));
  const to = h("section", { class: "to" }, h("button", { class: "button", type: "button", "data-open-claim": proof.claim_id, onclick: () => onRecord("claims", proof.claim_id) }, t("openClaim")),
    proof.investor_id && listOf("enterprise") ? h("button", { class: "button", type: "button", onclick: () => onRecord("enterprises", proof.investor_id) }, t("openInvestor")) : null);
  return { title: `${t("proof")} · ${named(claim)}`, under, sections: [to, ...proofSections(proof)] };
}

/** Claims whose proof is on show in their drawer, which is drawn anew whenever the claim changes. */
const proven = new Set();

/** For the claim's own drawer: the proof when it is asked for. */
export function claimSections(record) {
  if (!record.owner_unit) return null;
  const section = h("section", { id: "proof" }, h("h3", {}, t("proof"), h("small", {}, t("proofHint"))));
  const show = async () => {
    button.disabled = true;
    try {
      section.after(...proofSections(await api.proof(record.id)));
      proven.add(record.id);
      button.remove();
    } catch (error) {
      button.disabled = false;
      section.append(h("p", { class: "error", role: "alert" }, error.text?.(lang()) ?? String(error)));
    }
  };
  const button = h("button", { class: "button", type: "button", onclick: show }, t("showProof"));
  section.append(button);
  if (proven.has(record.id)) show();
  return [section];
}

function proofSections(proof) {
  const { filing, register } = proof;
  return [
    filing ? step("proofFiling", filing, [t("proofBy"), unitTitle(filing.unit)], t("proofSaid", unitTitle(filing.unit), exactMoment(filing.decided_at))) : h("p", { class: "unknown" }, t("proofNone")),
    register ? step("proofRegister", register, [t("proofGroup"), register.group_id], t("proofRegisterSaid")) : h("section", {}, h("h3", {}, t("proofRegister")), h("p", { class: "unknown" }, t("proofNotYet"))),
    h("section", { class: "check" }, h("h3", {}, t("proofCheck")), h("ol", {}, ["proofRead", "proofHash", "proofCompare", "proofOrder"].map((key) => h("li", {}, t(key)))),
      h("a", { class: "button", href: `/api/v1/claims/${encodeURIComponent(proof.claim_id)}/proof`, target: "_blank", rel: "noopener" }, t("proofRaw"))),
  ];
}

/** One record of the ledger: where it stands, when, by whom, its fingerprint. */
function step(key, event, [who, name], said) {
  const [topic, partition, offset] = event.position.split("/");
  const rows = [[t("proofPosition"), [h("code", {}, topic), ` · ${t("proofPlace", partition, offset)}`]], [who, name],
    [t("proofDecided"), t("beijing", exactMoment(event.decided_at))], event.occurred_at ? [t("proofSent"), t("beijing", exactMoment(event.occurred_at))] : null,
    [t("proofEvent"), [h("code", {}, event.event_type), " ", h("code", {}, event.event_id)]], [t("proofDigest"), h("code", { class: "digest" }, event.digest)]];
  return h("section", { "data-proof-step": key }, h("h3", {}, t(key)), h("p", { class: "said" }, said),
    h("dl", { class: "facts" }, rows.filter(Boolean).flatMap(([head, value]) => [h("dt", {}, head), h("dd", {}, value)])));
}
