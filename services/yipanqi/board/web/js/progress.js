// Targets: per metric and unit the plan to date, the actual and the schedule progress, and where targets do not add up.
import { api } from "./api.js";
import { h } from "./dom.js";
import { currency, exact, exactMoney, money } from "./format.js";
import { explained } from "./keyfigures.js";
import { Part, partHead, yearChoice } from "./part.js";
import { state } from "./state.js";
import { unitTitle } from "./values.js";
import { lang, t, titleOf } from "./words.js";

const DISTRICT = "district";
/** How far behind plan an alert is raised, in percent; the track is as long as this share of the plan. */
const MARKS = [10, 20];
const TRACK = 120;

const percent = (share) => (share === null ? "—" : `${Math.round(Number(share) * 1000) / 10}%`);

const amountOf = (value, measure) => {
  if (value === null || value === undefined) return "—";
  return /^[A-Z]{3}$/.test(measure) ? money(value, measure) : `${exact(value)} ${currency(measure)}`;
};

/** Two amounts that are not the same, in words that are not the same either. */
function apart(one, other, measure) {
  const short = [one, other].map((value) => amountOf(value, measure));
  return short[0] !== short[1] ? short : [one, other].map((value) => exactMoney(value, measure));
}

export class Progress extends Part {
  constructor(to) {
    super(to, "progress", ["targets", "fdi", "projects", "enterprises"]);
    this.year = null;
  }

  async load() {
    this.year ??= Number(state.me.business_date.slice(0, 4));
    const [progress, tree] = await Promise.all([api.progress(this.year), api.targetTree(this.year)]);
    return { progress, tree };
  }

  view({ progress, tree }) {
    const metrics = [...new Set(progress.items.map((one) => one.metric.code))];
    const head = partHead(t("progressTitle"), t("progressHint"), yearChoice(this.year, state.me.business_date, (year) => { this.year = year; this.show(); }));
    if (!metrics.length) return [head, h("div", { class: "empty" }, h("strong", {}, t("noTargets", this.year)), t("noDataHint"))];
    return [head, progress.scope === "own" ? h("p", { class: "hint" }, progress.scope_note[lang()]) : null, legend(),
      metrics.map((metric) => this.metric(progress.items.filter((one) => one.metric.code === metric), tree.items.filter((one) => one.metric === metric)))];
  }

  metric(rows, trees) {
    const [{ metric, measure }] = rows;
    const ordered = [...rows].sort((a, b) => (b.unit.code === DISTRICT) - (a.unit.code === DISTRICT) || Number(a.schedule_progress ?? 9) - Number(b.schedule_progress ?? 9));
    const heads = ["unit", "scheduleProgress", "actualToPlan", "annualTarget"];
    return h("section", { class: "metric", "data-metric": metric.code }, h("h3", {}, titleOf(metric), h("small", {}, currency(measure))),
      h("table", { class: "progress" }, h("thead", {}, h("tr", {}, heads.map((key) => h("th", { scope: "col" }, h("span", {}, t(key)))))),
        h("tbody", {}, ordered.map((row) => this.row(row)))),
      trees.flatMap((one) => one.findings.map((finding) => this.finding(finding, one.measure))));
  }

  row(row) {
    const { code } = row.unit;
    const why = () => this.onShow(() => explained({ id: "schedule-progress", zh: titleOf(row.metric), en: titleOf(row.metric) }, this.onRecord,
      { series: row.metric.code, ...(code === DISTRICT ? {} : { unit: code }), from: `${this.year}-01-01`, to: this.lastDay() }));
    return h("tr", { "data-unit": code, class: code === DISTRICT ? "whole" : "" },
      h("th", { scope: "row" }, h("button", { class: "link", type: "button", title: t("openTarget"), onclick: () => this.onRecord("targets", row.target_id) }, unitTitle(code))),
      h("td", {}, row.reason ? h("span", { class: "gap" }, `${t("notComputable")}：${row.reason[lang()]}`) : bar(row)),
      h("td", {}, h("button", { class: "link", type: "button", "aria-label": `${t("behindIt")}：${unitTitle(code)}`, onclick: why }, h("b", {}, amountOf(row.actual, row.measure))),
        h("span", { class: "muted" }, ` / ${amountOf(row.planned_to_date, row.measure)}`), leftOut(row.left_out)),
      h("td", { "data-title": t("annualTarget") }, amountOf(row.annual, row.measure)));
  }

  /** The last day that counts: the year's, or today. */
  lastDay() {
    const { business_date: today } = state.me;
    return today < `${this.year}-12-31` ? today : `${this.year}-12-31`;
  }

  finding(finding, measure) {
    return h("div", { class: "finding", "data-finding": finding.code }, h("p", {}, h("b", {}, t("attention")), finding[lang()]),
      finding.differences.length ? h("ul", {}, finding.differences.map((one) => h("li", {}, t("difference", one.period, ...apart(one.district, one.units, measure))))) : null);
  }
}

const leftOut = (parts) => (parts.length ? h("small", { title: parts.map((one) => one[lang()]).join("；") }, parts.map((one) => t("leftOutOf", one.records, one[lang()])).join("；")) : null);

const levelOf = (level) => (level === null ? "kept" : level >= MARKS[1] ? "far" : "behind");

function bar(row) {
  const done = Number(row.schedule_progress);
  const behind = row.behind_level === null ? t(done >= 1 ? "onPlan" : "nearPlan") : t("behindBy", Math.round(Number(row.behind_percent) * 10) / 10);
  return h("div", { class: `schedule ${levelOf(row.behind_level)}` },
    h("div", { class: "track", role: "img", "aria-label": `${t("scheduleProgress")} ${percent(row.schedule_progress)}，${behind}` },
      h("i", { vars: { "--w": `${Math.min(100, (Math.max(0, done) * 10_000) / TRACK)}%` } }), [0, ...MARKS].map((mark) => h("em", { class: `mark at-${mark}`, vars: { "--at": `${((100 - mark) * 100) / TRACK}%` } }))),
    h("b", {}, percent(row.schedule_progress)), h("span", { class: "pill" }, behind));
}

const legend = () => h("p", { class: "legend" }, ["legendPlan", "legendBehind", "legendFar"].map((key, n) => h("span", {}, h("em", { class: `mark at-${[0, ...MARKS][n]}`, "aria-hidden": "true" }), t(key))));
