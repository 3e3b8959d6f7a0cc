// The desk: reports to take away, and claims that wait; each for whom it is meant.
import { api } from "./api.js";
import { conflictCard, proofButton } from "./claims.js";
import { leadCard } from "./countdown.js";
import { h } from "./dom.js";
import { fuzzyDate } from "./format.js";
import { state } from "./state.js";
import { codeTitle, dueNote, unitTitle } from "./values.js";
import { t } from "./words.js";

const SHOWN = 5;
const rules = () => state.me.role === "commerce";

/** Whether this account sees the whole: commerce and the leader. A report that hides parts would be read as the whole. */
const seesAll = () => rules() || (state.me.unit === null && state.me.kind === "government" && state.me.username !== "operations");

/** Read the claims that wait: for commerce and the leader the conflicts and what ends soon, for a unit its own. */
export async function loadClaims() {
  if (!state.views.claims || (!seesAll() && !state.me.unit)) return [];
  const asked = (title, status, sort, due) => {
    const params = new URLSearchParams({ status, sort, page_size: SHOWN });
    if (!seesAll()) params.set("owner_unit", state.me.unit);
    return api.list("claims", params).then((page) => ({ title, due, status, items: page.items, total: page.total }));
  };
  return Promise.all([
    seesAll() ? api.conflicts(SHOWN) : asked("claimsConflict", "CONFLICT", "ruling_due_on", "ruling_due_on"),
    asked("claimsEnding", "PROTECTED", "protected_until_on", "protected_until_on"),
  ]);
}

/** The panels; `onRecord(plural, id)` opens a record, `onProof(claim)` a proof, `onAll(status)` and `onLeads()` a list. */
export function office({ claims, leads }, onRecord, onProof, onAll, onLeads) {
  const conflicts = (claims ?? []).filter((part) => !part.status).map((found) => conflictCard(found, onRecord, onProof, () => onAll("CONFLICT")));
  const lists = (claims ?? []).filter((part) => part.status).map((part) => claimPart(part, onRecord, onProof, onAll));
  return [...conflicts, leads ? leadCard(leads, onRecord, onLeads) : null, seesAll() ? reports() : null, ...lists].filter(Boolean);
}

function reports() {
  const today = state.me.business_date;
  return h("section", { class: "card", id: "reports" }, h("header", {}, h("h2", {}, t("reports")), h("small", {}, t("reportsHint"))),
    report("monthly", t("monthly"), "month", today.slice(0, 7)), report("weekly", t("weekly"), "week", weekOf(today)));
}

function report(kind, title, type, value) {
  const input = h("input", { type, value, max: value, required: true, "aria-label": title, pattern: type === "month" ? "20\\d\\d-\\d\\d" : "20\\d\\d-W\\d\\d" });
  const address = (format) => `/api/v1/reports/${kind}?${new URLSearchParams({ [type]: input.value, format })}`;
  const link = (format, words) => h("a", {
    class: "button", href: address(format), target: format === "html" ? "_blank" : null, rel: "noopener", "data-report": `${kind}-${format}`,
    onclick: (event) => { if (input.reportValidity()) event.currentTarget.href = address(format); else event.preventDefault(); },
  }, words);
  return h("div", { class: "report" }, h("b", {}, title), input, link("xlsx", t("reportXlsx")), link("html", t("reportPage")));
}

/** The ISO week of a day, as its field takes it. */
export function weekOf(day) {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + 4 - (at.getUTCDay() || 7));
  const week = Math.ceil(((at - Date.UTC(at.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7);
  return `${at.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}

function claimPart(part, onRecord, onProof, onAll) {
  const whose = seesAll() ? t("alertsOfAll") : t("ownClaims");
  return h("section", { class: "card", "data-claims": part.status },
    h("header", {}, h("h2", {}, t(part.title)), h("small", {}, `${whose} · ${t("total", part.total)}`),
      part.total > part.items.length ? h("button", { class: "link grow", type: "button", onclick: () => onAll(part.status) }, t("allOf", part.total)) : null),
    part.items.length ? h("ul", { class: "rows" }, part.items.map((claim) => row(part, claim, onRecord, onProof))) : h("p", { class: "nothing" }, t(part.status === "CONFLICT" ? "noOwnConflicts" : "noProtected")));
}

function row(part, claim, onRecord, onProof) {
  const due = claim[part.due];
  const name = claim.investor_name ?? claim.investor_id ?? claim.id;
  return h("li", { "data-claim": claim.id },
    h("div", {}, h("button", { class: "link strong", type: "button", title: name, onclick: () => onRecord("claims", claim.id) }, name),
      claim.scope ? h("span", { class: "muted" }, codeTitle("claim.scope", claim.scope)) : null,
      claim.contested ? h("span", { class: "badge" }, t("contested")) : null),
    h("small", {}, unitTitle(claim.owner_unit), claim.filed_on ? ` · ${t("filedOn", fuzzyDate(claim.filed_on))}` : "",
      part.status === "CONFLICT" && claim.conflict_since_on ? ` · ${t("waitsSince", fuzzyDate(claim.conflict_since_on))}` : "", due ? [` · ${t(part.status === "CONFLICT" ? "rulingDue" : "dueOn", fuzzyDate(due))} `, dueNote(due)] : "",
      " · ", proofButton(claim, onProof)));
}
