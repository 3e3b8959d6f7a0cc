// One record: what is known, what is not, and who decided what, when, on what evidence.
import { api } from "./api.js";
import { claimSections } from "./claims.js";
import { leadSections } from "./countdown.js";
import { h } from "./dom.js";
import { snoozeForm, subject } from "./alerts.js";
import { moment, money } from "./format.js";
import { groupSections } from "./group.js";
import { carrierSections, evaluationSections, IN_SECTIONS, projectSections } from "./sections.js";
import { openList, state } from "./state.js";
import { blank, doubt, doubtsOf, EVIDENCE, level, line, text, tone, codeTitle } from "./values.js";
import { verificationSections } from "./verification.js";
import { lang, t, titleOf } from "./words.js";

const BOOK = ["name", "version", "last_event_id", "source_text", "stage", "status", "stage_history"];
const BORING = ["taken_over", "force", "source_text"];

export class Drawer {
  constructor(onClose, onRecord) {
    this.onClose = onClose;
    this.onRecord = onRecord;
    this.element = null;
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.element) this.onClose(); });
  }

  async open(plural, id) {
    const before = this.element ? this.before : document.activeElement;
    // Quick answers come without a flash of this.
    const slow = setTimeout(() => { if (state.open === id && this.of !== `${plural}/${id}`) this.wait(before); }, 300);
    try {
      const [record, past, course] = await Promise.all([api.record(plural, id), api.history(plural, id, 1), plural === "projects" ? api.timeline(id) : null]);
      if (state.open !== id || openList() !== plural) return;
      this.before = before;
      this.past = past;
      this.course = course;
      this.of = `${plural}/${id}`;
      this.draw(plural, record);
    } catch (error) {
      if (state.open === id && error.status !== 401) this.drawError(error, error.status === 404 ? null : () => this.open(plural, id));
    } finally {
      clearTimeout(slow);
    }
  }

  wait(before) {
    this.before = before;
    this.show(t("loading"), null, h("p", { class: "empty" }, t("loading")));
  }

  close() {
    this.of = null;
    if (!this.element) return;
    this.remove();
    document.querySelector(".page")?.removeAttribute("inert");
    if (this.before?.isConnected) this.before.focus();
  }

  remove() {
    this.element?.remove();
    this.veil?.remove();
    this.element = null;
  }

  draw(plural, record) {
    const view = state.views[plural];
    const scrolled = this.shown === this.of ? this.element?.querySelector(".body")?.scrollTop ?? 0 : 0;
    this.shown = this.of;
    const stage = record.stage ?? record.status;
    const list = view.fields.find((f) => ["stage", "status"].includes(f.name))?.codes;
    const under = h("div", { class: "under" },
      stage ? h("span", { class: `pill ${tone(stage)}` }, codeTitle(list, stage)) : null,
      plural === "alerts" ? level(record.level) : null,
      record.taken_over && record.taken_over_confirmed === false ? h("span", { class: "badge", title: t("takenOverHint") }, t("takenOver")) : null,
      record.own ? h("span", { class: "pill signed" }, t("own")) : null,
      h("span", {}, record.id), h("span", {}, t("version", record.version)));
    this.show(this.title(plural, record), under, this.disputed(view, record), this.subject(record), this.about(plural, record), this.facts(view, record, plural),
      this.history(plural, view, record.id));
    this.element.querySelector(".body").scrollTop = scrolled;
  }

  title(plural, record) {
    const named = record.name ?? record.title ?? record.project_name ?? record.investor_name;
    return named ?? (plural === "alerts" ? codeTitle("alert.kind", record.kind) : record.id);
  }

  /** Which fields are doubted, by whom, until when; each with the request itself. */
  disputed(view, record) {
    const doubts = doubtsOf(record);
    if (!doubts.length) return null;
    return h("section", { class: "disputed", id: "disputed" }, h("h3", {}, t("disputed")), h("ul", {}, doubts.map((entry) => h("li", {},
      h("button", { class: "link", type: "button", onclick: () => this.onRecord("corrections", entry.correction_id) }, doubt(view, entry))))));
  }

  /** What an alert or a doubt is about, and for an alert how it is put off. */
  subject(record) {
    if (!("subject_aggregate" in record)) return null;
    return h("section", {}, h("h3", {}, t("subject")), subject(record, this.onRecord), record.snooze_reason !== undefined ? [h("p", { class: "unknown" }, t("snoozeHint")), snoozeForm(record)] : null);
  }

  about(plural, record) {
    if (plural === "projects") return projectSections(record, this.course, this.onRecord);
    if (plural === "evaluations" && record.scores) return evaluationSections(record);
    if (plural === "claims") return claimSections(record);
    if (plural === "leads") return leadSections(record);
    if (plural === "enterprises") return groupSections(record, this.onRecord);
    if (plural === "fdi") return verificationSections(record);
    return plural === "carriers" ? carrierSections(record, this.onRecord) : null;
  }

  show(title, under, ...sections) {
    const fresh = !this.element;
    this.remove();
    this.veil = h("div", { class: "veil", onclick: () => this.onClose() });
    this.element = h("aside", { class: "drawer", role: "dialog", "aria-modal": "true", "aria-label": title },
      h("header", {}, h("h2", {}, title), under, h("button", { class: "close", type: "button", "aria-label": t("close"), onclick: () => this.onClose() }, "×")),
      h("div", { class: "body" }, sections.flat().filter(Boolean)));
    document.body.append(this.veil, this.element);
    document.querySelector(".page")?.setAttribute("inert", "");
    if (fresh) this.element.querySelector(".close").focus();
  }

  drawError(error, again = null) {
    this.of = null;
    this.show(t("failed"), null, h("p", { class: "error", role: "alert" }, error.text?.(lang()) ?? String(error)),
      again ? h("p", { class: "again" }, h("button", { class: "button", type: "button", onclick: again }, t("retry"))) : null);
  }

  facts(view, record, plural) {
    const apart = plural === "projects" ? [...BOOK, ...IN_SECTIONS] : BOOK;
    const shown = view.fields.filter((f) => f.name in record && !apart.includes(f.name) && f.name !== view.id && f.name !== "recent_events");
    const known = shown.filter((f) => !blank(record[f.name]));
    const unknown = shown.filter((f) => blank(record[f.name]));
    const hidden = view.fields.filter((f) => !(f.name in record) && f.name !== "recent_events");
    return h("section", {}, h("h3", {}, t("details")),
      h("dl", { class: "facts" }, known.flatMap((field) => [h("dt", {}, titleOf(field)), h("dd", {}, this.value(field, record),
        doubtsOf(record).some((entry) => entry.field === field.name) ? h("span", { class: "badge doubt" }, t("disputed")) : null)])),
      unknown.length ? h("p", { class: "unknown" }, t("unknownFields", unknown.map(titleOf).join("、"))) : null,
      hidden.length ? h("p", { class: "unknown" }, t("hiddenFields", hidden.map(titleOf).join("、"))) : null);
  }

  value(field, record) {
    const value = record[field.name];
    if (field.kind === "records") return h("ul", {}, value.map((item) => h("li", {}, line(field.members ?? EVIDENCE, item))));
    const written = record.source_text?.[field.name];
    const about = record[`${field.name}_about`] ? t("about") : "";
    const glance = field.kind === "money" && Math.abs(Number(value.amount)) >= 1e4 ? `（${money(value.amount, value.currency)}）` : "";
    return [about + text(field, value, record) + glance, written ? h("small", {}, ` ${t("source", written)}`) : null];
  }

  history(plural, view, id) {
    const items = h("ol", { class: "timeline" }, this.past.items.map((event) => this.event(view, event)));
    let page = 1;
    const more = this.past.total > this.past.items.length ? h("button", {
      class: "button", type: "button",
      onclick: async () => {
        page += 1;
        const next = await api.history(plural, id, page);
        items.append(...next.items.map((event) => this.event(view, event)));
        if (items.children.length >= next.total) more.remove();
      },
    }, t("more")) : null;
    return h("section", { id: "history" }, h("h3", {}, t("history"), h("small", {}, t("historyHint"))), items, more);
  }

  event(view, event) {
    const fields = view.events[event.event_type]?.fields ?? [];
    const known = fields.filter((f) => !blank(event.payload[f.name]) && f.name !== view.id && !BORING.includes(f.name));
    const evidence = event.payload.evidence ?? [];
    const plain = known.filter((f) => f.name !== "evidence");
    const lines = plain.map((f) => [f, f.kind === "records" ? event.payload[f.name].map((item) => line(f.members ?? EVIDENCE, item)).join("；") : text(f, event.payload[f.name])]);
    const few = lines.length <= 5;
    const name = lang() === "zh" ? event.event_zh : event.event_type.split(".").pop().replace(/([a-z])([A-Z])/g, "$1 $2");
    return h("li", {},
      h("div", { class: "head" }, h("b", {}, name), h("span", {}, lang() === "zh" ? event.unit_zh : event.unit_en),
        h("time", { datetime: event.decided_at, title: event.position }, moment(event.decided_at))),
      few ? h("div", { class: "what" }, lines.map(([f, words]) => h("span", {}, `${titleOf(f)}：${words}`)))
        : h("details", {}, h("summary", {}, `${t("content")} (${lines.length})`), h("dl", { class: "facts" }, lines.flatMap(([f, words]) => [h("dt", {}, titleOf(f)), h("dd", {}, words)]))),
      evidence.map((item) => h("div", { class: "evidence" }, `${t("evidence")}：${line(EVIDENCE, item)}`)));
  }
}
