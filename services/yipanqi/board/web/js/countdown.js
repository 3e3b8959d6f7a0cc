// What is left of a limit in working days, and the leads that wait for a unit, each with its countdown.
import { api } from "./api.js";
import { h } from "./dom.js";
import { fuzzyDate } from "./format.js";
import { state } from "./state.js";
import { codeTitle, dueNote, tone, unitTitle } from "./values.js";
import { t, titleOf } from "./words.js";

const SHOWN = 5;

/** The working days that are left, or are over; null where no holiday calendar tells. */
export function workingDays(left) {
  if (left === null || left === undefined) return null;
  const [kind, words] = left < 0 ? ["late", t("overdueDays", -left)] : left === 0 ? ["soon", t("lastDay")] : [left === 1 ? "soon" : "", t("workingDaysLeft", left)];
  return h("span", { class: `due ${kind}` }, words);
}

/** The step of a lead that is open: what, until when, how much of its limit is left; null where none is. */
export function countdown(clock) {
  if (!clock) return null;
  const left = workingDays(clock.left_working_days) ?? dueNote(clock.due_on);
  return h("span", { class: "countdown" }, h("span", {}, h("b", {}, titleOf(clock)), " ", fuzzyDate(clock.due_on)), h("span", { class: "sub" }, left));
}

/** The open steps of a lead, for its drawer. */
export function leadSections(record) {
  return record.clock ? [h("section", { id: "countdown" }, h("h3", {}, t("countdown")), stepLine(record.clock))] : null;
}

const stepLine = (clock, named = true) => h("div", { class: "steps" }, h("b", {}, titleOf(clock)), named ? h("span", {}, unitTitle(clock.unit)) : null,
  h("span", {}, t("dueOn", fuzzyDate(clock.due_on))), workingDays(clock.left_working_days), h("span", { class: "muted" }, dueNote(clock.due_on)));

/** Read the leads that wait for this unit; null for an account without one. */
export const loadLeads = async () => (state.me.unit && state.views.leads ? api.leadsDue(SHOWN) : null);

/** The card of the leads that wait for this unit; `onRecord(plural, id)` opens one, `onAll()` the list. */
export function leadCard(found, onRecord, onAll) {
  return h("section", { class: "card", "data-leads": "due" },
    h("header", {}, h("h2", {}, t("ownLeads")), h("small", {}, `${t("alertsOfUnit")} · ${t("total", found.total)}`),
      found.overdue ? h("span", { class: "due late" }, t("conflictsLate", found.overdue)) : null,
      h("button", { class: "link grow", type: "button", onclick: onAll }, t("allLeads"))),
    found.items.length ? h("ul", { class: "rows" }, found.items.map((lead) => row(lead, onRecord))) : h("p", { class: "nothing" }, t("noLeads")));
}

function row(lead, onRecord) {
  const { unit } = state.me;
  const steps = [...lead.clocks].sort((a, b) => (b.unit === unit) - (a.unit === unit));
  return h("li", { "data-lead": lead.id },
    h("div", {}, h("button", { class: "link strong", type: "button", title: lead.name, onclick: () => onRecord("leads", lead.id) }, lead.name),
      h("span", { class: `pill ${tone(lead.status)}` }, codeTitle("lead.status", lead.status))),
    steps.map((step) => stepLine(step, step.unit !== unit)));
}
