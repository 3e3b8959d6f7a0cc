// The course of a project and what suits it, in sections that read at a glance.
import { api } from "./api.js";
import { h } from "./dom.js";
import { exactMoney, fuzzyDate } from "./format.js";
import { matchSection } from "./matches.js";
import { codeTitle, dueNote, listOf, tone, unitTitle } from "./values.js";
import { lang, t, titleOf } from "./words.js";

const RECENT = 12;

/** Fields of a project that stand in sections of their own. */
export const IN_SECTIONS = ["milestones", "approvals", "problems", "carriers", "fdi_entries", "fdi_contract_usd", "fdi_utilised_usd", "fdi_exceeds_contract", "fdi_incomplete"];

/** The sections of a project; what it does not have is left out. */
export function projectSections(record, course, onRecord) {
  return [milestones(record.milestones), approvals(record.approvals), problems(record.problems), carriers(record.carriers, onRecord), capital(record),
    timeline(course), matchSection("projects", record.id, onRecord)].filter(Boolean);
}

export const carrierSections = (record, onRecord) => [matchSection("carriers", record.id, onRecord)];

/** The declared values of an evaluation beside what the district's own records say, asked for when wanted. */
export function evaluationSections(record) {
  const section = h("section", { id: "own-figures" }, h("h3", {}, t("ownFigures")));
  const show = async () => {
    button.disabled = true;
    try {
      const found = await api.ownFigures(record.id);
      button.replaceWith(h("p", {}, t("totals", found.total_declared ?? "—", found.total_with_own ?? "—")), ownTable(found.parts),
        h("p", { class: "unknown" }, lang() === "zh" ? found.note_zh : found.note_en));
    } catch (error) {
      button.disabled = false;
      section.append(h("p", { class: "error", role: "alert" }, error.text?.(lang()) ?? String(error)));
    }
  };
  const button = h("button", { class: "button", type: "button", onclick: show }, t("showOwn"));
  section.append(button);
  return [section];
}

function ownTable(parts) {
  const said = (value, measure) => (value === null ? "—" : `${value} ${measure}`);
  return h("table", { class: "small" }, h("thead", {}, h("tr", {}, [t("evaluationPart"), t("declared"), t("ownValue"), t("apart")].map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, parts.map((one) => h("tr", {}, h("th", { scope: "row" }, codeTitle("evaluation.part", one.part)),
      h("td", {}, said(one.declared.value, one.declared.measure)), h("td", {}, said(one.own.value, one.own.measure)),
      h("td", {}, one.why_not ? h("small", {}, one.why_not[lang()]) : `${one.apart}${one.apart_percent === null ? "" : `（${one.apart_percent}%）`}`)))));
}

const day = (value) => (value ? fuzzyDate(value) : "—");

function table(id, title, heads, rows) {
  return h("section", { id }, h("h3", {}, title), h("table", { class: "small" },
    h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, rows)));
}

function milestones(items) {
  if (!items?.length) return null;
  return table("milestones", t("milestones"), [t("milestone"), t("plan"), t("actual")], items.map((one) => h("tr", {},
    h("th", { scope: "row" }, codeTitle("project.milestone", one.milestone)),
    h("td", {}, day(one.planned_on), one.first_planned_on && one.first_planned_on !== one.planned_on ? h("small", {}, t("firstPlan", fuzzyDate(one.first_planned_on))) : null),
    h("td", {}, one.reached_on ? [day(one.reached_on), one.by_stage ? h("small", {}, t("byStage")) : null] : dueNote(one.planned_on) ?? "—"))));
}

function approvals(items) {
  if (!items?.length) return null;
  return table("approvals", t("approvals"), [t("matter"), t("status"), t("clock")], items.map((one) => h("tr", {},
    h("th", { scope: "row" }, codeTitle("project.approval", one.kind), h("small", {}, [one.name, one.authority].filter(Boolean).join(" · "))),
    h("td", {}, h("span", { class: `pill ${tone(one.status)}` }, codeTitle("project.approval_status", one.status))),
    h("td", {}, clock(one)))));
}

/** The clock of a matter: how much of the limit is used, as of today while it runs, and the last day. */
function clock(one) {
  const used = one.clock ? one.clock.used_working_days : one.used_working_days;
  const late = one.clock?.left_working_days < 0 ? -one.clock.left_working_days : one.overdue_working_days;
  const counted = used !== null && one.status !== "SUBMITTED";
  return [
    h("span", {}, counted ? t("clockUsed", used, one.limit_working_days) : t("limitDays", one.limit_working_days)),
    late > 0 ? h("span", { class: "due late" }, t("overdueDays", late)) : null,
    counted ? share(used, one) : null,
    one.decided_on ? h("small", {}, t("decidedOn", day(one.decided_on))) : one.clock ? runs(one, used) : h("small", {}, t(one.status === "SUBMITTED" ? "clockNotYet" : "clockStands")),
  ];
}

/** Until when and since when the clock runs; how much of what is used was used before it stood. */
function runs(one, used) {
  return [one.due_on ? h("small", {}, t("dueOn", day(one.due_on)), " ", dueNote(one.due_on)) : null,
    h("small", {}, t("countedFrom", day(one.counted_from_on)), one.used_working_days ? t("usedBefore", one.used_working_days) : ""),
    used === null ? h("small", {}, t("noCalendar")) : null];
}

function share(used, one) {
  const state = used > one.limit_working_days ? "over" : one.clock?.near_limit ? "near" : one.clock ? "" : "still";
  return h("span", { class: `share ${state}`, "aria-hidden": "true" }, h("i", { vars: { "--w": `${Math.min(100, (100 * used) / one.limit_working_days)}%` } }));
}

function problems(items) {
  if (!items?.length) return null;
  const open = (one) => !["RESOLVED", "CONFIRMED", "WITHDRAWN", "ENDED"].includes(one.status);
  return h("section", { id: "problems" }, h("h3", {}, t("problems")), h("ul", { class: "rows" }, items.map((one) => h("li", {},
    h("div", {}, h("b", {}, codeTitle("project.problem_kind", one.kind)), h("span", { class: "pill" }, t("levelN", one.level)),
      h("span", { class: `pill ${open(one) ? "held" : "built"}` }, codeTitle("project.problem_status", one.status)), open(one) ? dueNote(one.due_on) : null),
    one.description ? h("p", {}, one.description) : null,
    h("small", {}, t("problemWho", unitTitle(one.raised_by), day(one.raised_on), unitTitle(one.responsible_unit), day(one.due_on))),
    one.resolution ? h("small", {}, `${t("resolution")}：${one.resolution}`) : null))));
}

function carriers(items, onRecord) {
  if (!items?.length) return null;
  return h("section", { id: "carriers-held" }, h("h3", {}, t("carriersHeld")), h("ul", { class: "rows" }, items.map((one) => h("li", {}, h("div", {},
    h("button", { class: "link", type: "button", onclick: () => onRecord(listOf("carrier"), one.carrier_id) }, [one.carrier_id, one.unit_no].filter(Boolean).join(" · ")),
    h("span", { class: "pill held" }, codeTitle("carrier.hold", one.kind)), one.until_on ? [h("small", {}, t("until", day(one.until_on))), dueNote(one.until_on)] : null)))));
}

function capital(record) {
  const usd = (value) => exactMoney(value, "USD");
  const rows = [["fdiContract", record.fdi_contract_usd], ["fdiUtilised", record.fdi_utilised_usd]].filter(([, value]) => value);
  if (!rows.length) return null;
  const marks = [record.fdi_exceeds_contract ? "fdiExceeds" : null, record.fdi_incomplete ? "fdiIncomplete" : null].filter(Boolean);
  return h("section", { id: "capital" }, h("h3", {}, t("capital"), record.fdi_entries?.length ? h("small", {}, t("entries", record.fdi_entries.length)) : null),
    h("dl", { class: "facts" }, rows.flatMap(([key, value]) => [h("dt", {}, t(key)), h("dd", {}, usd(value))])),
    marks.map((key) => h("p", { class: "warning" }, t(key))));
}

function timeline(course) {
  if (!course?.items?.length) return null;
  const list = h("ol", { class: "course" }, course.items.slice(-RECENT).map(step));
  const more = course.items.length > RECENT ? h("button", {
    class: "button", type: "button", onclick: () => { list.replaceChildren(...course.items.map(step)); more.remove(); },
  }, t("wholeCourse", course.items.length)) : null;
  return h("section", { id: "course" }, h("h3", {}, t("course"), h("small", {}, t("courseHint"))), more, list);
}

function step(entry) {
  const about = entry.about ? codeTitle(entry.kind === "approval" ? "project.approval" : "project.problem_kind", entry.about) : "";
  return h("li", { class: `${entry.kind} ${entry.planned ? "planned" : ""}` },
    h("time", {}, entry.on ? fuzzyDate(entry.on) : t("noDate")),
    h("div", {}, h("span", { class: "kind" }, t(`course_${entry.kind}`)), h("b", {}, [about, titleOf(entry)].filter(Boolean).join(" · ")),
      entry.planned ? h("span", { class: "pill" }, t("plan")) : null,
      h("small", {}, [entry.by_unit ? unitTitle(entry.by_unit) : "", entry.note ?? ""].filter(Boolean).join(" · "))));
}
