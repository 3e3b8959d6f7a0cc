// What this account's unit has to act on: its alerts, the worst first, each with its reason and what it is about.
import { api } from "./api.js";
import { h } from "./dom.js";
import { state } from "./state.js";
import { codeTitle, dueNote, level, listOf, unitTitle } from "./values.js";
import { fuzzyDate } from "./format.js";
import { lang, t } from "./words.js";

const SHOWN = 4;
const LEVELS = ["URGENT", "WARNING", "NOTICE"];

/** Whether there is anything to act on for this account: operations keep the machines, not the projects. */
export const mayAct = () => Boolean(state.views.alerts) && (state.me.unit !== null || state.me.kind === "government");

/** Read the alerts to show; returns { items, counts } with the worst and nearest first. */
export async function loadAlerts() {
  const asked = (status, level_) => {
    const params = new URLSearchParams({ status, level: level_, sort: "due_on", page_size: SHOWN });
    if (state.me.unit) params.set("units", state.me.unit);
    return api.list("alerts", params);
  };
  const snoozed = asked("SNOOZED", LEVELS.join(","));
  const raised = await Promise.all(LEVELS.map((level_) => asked("RAISED", level_)));
  const later = await snoozed;
  return {
    items: [...raised, later].flatMap((page) => page.items).slice(0, SHOWN),
    raised: raised.reduce((sum, page) => sum + page.total, 0), urgent: raised[0].total, snoozed: later.total,
  };
}

/** The panel; `onRecord(plural, id)` opens a record, `onAll()` the list. */
export function alertPanel(found, onRecord, onAll) {
  const whose = state.me.unit ? t("alertsOfUnit") : t("alertsOfAll");
  const sum = t("alertsSum", found.raised, found.urgent, found.snoozed);
  return [h("header", {}, h("h2", {}, t("todo")), h("small", {}, `${whose} · ${sum}`),
    h("button", { class: "link grow", type: "button", onclick: onAll }, t("allAlerts"))),
  found.items.length ? h("ul", {}, found.items.map((item) => row(item, onRecord))) : h("p", { class: "nothing" }, t("noAlerts")),
  found.items.length ? h("p", { class: "hint" }, t("snoozeHint")) : null].filter(Boolean);
}

function row(item, onRecord) {
  const reason = item[lang() === "zh" ? "reason_zh" : "reason_en"] ?? item.reason_zh ?? t("notShared");
  const snoozed = item.status === "SNOOZED";
  return h("li", { class: snoozed ? "snoozed" : "", "data-alert": item.id },
    level(item.level),
    h("div", { class: "about" }, h("button", { class: "link strong", type: "button", onclick: () => onRecord("alerts", item.id) }, codeTitle("alert.kind", item.kind)), subject(item, onRecord)),
    h("p", { class: "reason", title: reason }, reason),
    h("div", { class: "when" }, item.due_on ? [h("span", {}, t("dueOn", fuzzyDate(item.due_on))), dueNote(item.due_on)] : h("span", {}, t("noDue")),
      snoozed ? h("span", { class: "pill held" }, t("snoozedUntil", fuzzyDate(item.snoozed_until_on))) : null));
}

/** What an alert or a doubt is about, as a link where it has a list. */
export function subject(item, onRecord) {
  const id = item.subject_id;
  if (!id) return h("span", { class: "muted" }, t("notShared"));
  const plural = listOf(item.subject_aggregate);
  const name = item.subject_aggregate === "unit" ? unitTitle(id) : item.subject_name ?? id;
  return plural ? h("button", { class: "link", type: "button", title: name, onclick: () => onRecord(plural, id) }, name) : h("span", { class: "muted", title: name }, name);
}
