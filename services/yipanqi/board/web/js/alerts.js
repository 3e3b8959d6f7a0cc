// What this account's unit has to act on: its alerts by kind, the worst first, each with its reason and what it is about.
import { api } from "./api.js";
import { eventForm, keptForm } from "./events.js";
import { h } from "./dom.js";
import { state } from "./state.js";
import { codeTitle, dueNote, level, listOf, unitTitle } from "./values.js";
import { fuzzyDate } from "./format.js";
import { lang, t } from "./words.js";

const SHOWN = 4;
const KINDS = 5;
const LEVELS = ["URGENT", "WARNING", "NOTICE"];
/** Stands for a kind: the alerts that are put off. */
const RESTING = "SNOOZED";

/** The kinds that are open on this page; null until someone opens or closes one: then the first is. */
let opened = null;
let allKinds = false;

/** Whether there is anything to act on for this account: operations keep the machines, not the projects. */
export const mayAct = () => Boolean(state.views.alerts) && (state.me.unit !== null || state.me.kind === "government");

/** Read the kinds of alerts, the most urgent first, what is in those that are open, and what else waits for this unit. */
export async function loadAlerts() {
  const [found, own] = await Promise.all([api.alertKinds(), ownCounts()]);
  state.own = own && { ...own, alerts: found.total + found.snoozed };
  const kinds = found.snoozed ? [...found.items, { kind: RESTING, count: found.snoozed, due_on: null }] : found.items;
  const entries = new Map(await Promise.all(kinds.filter((one) => isOpen(kinds, one)).map(async (one) => [one.kind, await members(one)])));
  return { kinds, entries, raised: found.total, urgent: found.items.reduce((sum, one) => sum + (one.levels.URGENT ?? 0), 0), snoozed: found.snoozed };
}

/** Of lists of what is to be done: which records wait for a unit, as filters. */
const WAITS = {
  corrections: (unit) => ({ status: "OPEN", source_unit: unit }),
  services: (unit) => ({ status: "SUBMITTED,ACCEPTED,DISPATCHED,WORKING", responsible_unit: unit }),
};

/** How many open records of these lists are this unit's to act on; null for an account without a unit. */
async function ownCounts() {
  const { unit } = state.me;
  if (!unit) return null;
  const lists = Object.keys(WAITS).filter((plural) => state.views[plural]);
  const pages = await Promise.all(lists.map((plural) => api.list(plural, new URLSearchParams({ ...WAITS[plural](unit), page_size: 1 }))));
  return Object.fromEntries(lists.map((plural, n) => [plural, pages[n].total]));
}

/** The filters of a unit's own among all alerts. */
const mine = (filters) => (state.me.unit ? { ...filters, units: state.me.unit } : filters);

const isOpen = (kinds, one) => (opened ? opened.has(one.kind) : one === kinds[0]);

/** The first alerts of a kind, the worst and nearest first. */
async function members(one) {
  const asked = (more) => {
    const params = new URLSearchParams({ sort: "due_on", page_size: SHOWN, ...more });
    if (state.me.unit) params.set("units", state.me.unit);
    return api.list("alerts", params).then((page) => page.items);
  };
  if (one.kind === RESTING) return asked({ status: RESTING });
  const levels = LEVELS.filter((at) => one.levels[at]);
  return (await Promise.all(levels.map((at) => asked({ status: "RAISED", kind: one.kind, level: at })))).flat().slice(0, SHOWN);
}

/** The panel; `onRecord(plural, id)` opens a record, `onAll(filters)` the list. */
export function alertPanel(found, onRecord, onAll) {
  const whose = state.me.unit ? t("alertsOfUnit") : t("alertsOfAll");
  const head = h("header", {}, h("h2", {}, t("todo")), h("small", {}, `${whose} · ${t("alertsSum", found.raised, found.urgent, found.snoozed)}`),
    h("button", { class: "link grow", type: "button", onclick: () => onAll(mine({ status: "RAISED" })) }, t("allOf", found.raised)));
  if (!found.kinds.length) return [head, h("p", { class: "nothing" }, t("noAlerts"))];
  const resting = found.kinds.filter((one) => one.kind === RESTING);
  const kinds = found.kinds.filter((one) => one.kind !== RESTING);
  const rest = allKinds ? [] : kinds.slice(KINDS).map((one) => group(found, one, onRecord, onAll));
  const more = rest.length ? h("button", { class: "link more", type: "button", onclick: () => { allKinds = true; more.replaceWith(...rest); } }, t("moreKinds", rest.length)) : null;
  return [head, found.raised ? null : h("p", { class: "nothing" }, t("noAlerts")),
    h("div", { class: "kinds" }, kinds.slice(0, allKinds ? kinds.length : KINDS).map((one) => group(found, one, onRecord, onAll)), more, resting.map((one) => group(found, one, onRecord, onAll))),
    h("p", { class: "hint" }, t("snoozeHint"))].filter(Boolean);
}

/** Alerts of one kind under a line that says how many, how urgent and the first day. */
function group(found, one, onRecord, onAll) {
  const place = h("div", {});
  const show = (items) => place.replaceChildren(h("ul", {}, items.map((item) => row(item, onRecord))),
    one.count > items.length ? h("button", { class: "link every", type: "button", onclick: () => onAll(mine(one.kind === RESTING ? { status: RESTING } : { status: "RAISED", kind: one.kind })) }, t("allOfKind", one.count)) : "");
  const open = isOpen(found.kinds, one);
  const element = h("details", { "data-kind": one.kind, open }, summary(one), place);
  if (found.entries.has(one.kind)) show(found.entries.get(one.kind));
  element.addEventListener("toggle", async () => {
    if (element.open === isOpen(found.kinds, one)) return;
    opened ??= new Set(found.kinds.slice(0, 1).map((first) => first.kind));
    opened[element.open ? "add" : "delete"](one.kind);
    if (!element.open || place.hasChildNodes()) return;
    try {
      show(await members(one));
    } catch (error) {
      place.replaceChildren(h("p", { class: "error", role: "alert" }, error.text?.(lang()) ?? String(error)));
    }
  });
  return element;
}

function summary(one) {
  const resting = one.kind === RESTING;
  const urgent = resting ? 0 : one.levels.URGENT ?? 0;
  return h("summary", {}, resting ? null : level(one.level),
    h("b", {}, resting ? t("putOff") : codeTitle("alert.kind", one.kind)), h("span", { class: "count" }, t("alertCount", one.count)),
    urgent && urgent < one.count ? h("small", {}, t("urgentOf", urgent)) : null,
    one.due_on ? h("span", { class: "first" }, t(one.count > 1 ? "firstDue" : "dueOn", fuzzyDate(one.due_on)), " ", dueNote(one.due_on)) : null);
}

function row(item, onRecord) {
  const reason = item[lang() === "zh" ? "reason_zh" : "reason_en"] ?? item.reason_zh ?? t("notShared");
  const snoozed = item.status === "SNOOZED";
  return h("li", { class: snoozed ? "snoozed" : "", "data-alert": item.id },
    level(item.level),
    h("div", { class: "about" }, snoozed ? h("span", {}, codeTitle("alert.kind", item.kind)) : null, subject(item, onRecord)),
    h("button", { class: "link reason", type: "button", title: reason, onclick: () => onRecord("alerts", item.id) }, reason),
    h("div", { class: "when" }, item.due_on ? [h("span", {}, t("dueOn", fuzzyDate(item.due_on))), dueNote(item.due_on)] : h("span", {}, t("noDue")),
      snoozed ? h("span", { class: "pill held" }, t("snoozedUntil", fuzzyDate(item.snoozed_until_on))) : null));
}

/** For the unit that must act: an alert put off, as an event made ready. */
export function snoozeForm(record) {
  const { unit, business_date: today } = state.me;
  if (record.status !== "RAISED" || !record.units?.includes(unit)) return null;
  const after = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
  const fields = [{ name: "until_on", kind: "date", label: t("snoozeUntil"), min: after }, { name: "reason", kind: "text", label: t("snoozeReason") }];
  const choice = { key: "snooze", type: "yipanqi.alert.AlertSnoozed", data: { alert_id: record.id }, fields };
  return keptForm(`snooze ${record.id}`, `${unit} ${today}`, () => h("details", { class: "prepare" }, h("summary", {}, t("prepareSnooze")),
    h("div", { class: "prepared" }, eventForm({ unit, name: record.id, title: "", choices: [choice] }))));
}

/** What an alert or a doubt is about, as a link where it has a list. */
export function subject(item, onRecord) {
  const id = item.subject_id;
  if (!id) return h("span", { class: "muted" }, t("notShared"));
  const plural = listOf(item.subject_aggregate);
  const name = item.subject_aggregate === "unit" ? unitTitle(id) : item.subject_name ?? id;
  return plural ? h("button", { class: "link", type: "button", title: name, onclick: () => onRecord(plural, id) }, name) : h("span", { class: "muted", title: name }, name);
}
