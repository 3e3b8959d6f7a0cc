// The list on show: search, filters, sorting, pages, export. Rows flash when they change.
import { api } from "./api.js";
import { debounced, h } from "./dom.js";
import { fuzzyDate } from "./format.js";
import { LISTS, startOf } from "./lists.js";
import { tabs } from "./nav.js";
import { listParams, state, writeAddress } from "./state.js";
import { blank, cell, DISTRICT, doubt, doubtsOf, dueNote, text } from "./values.js";
import { lang, listTitle, t, titleOf } from "./words.js";

const SIZE = 25;
const TIGHT = ["date", "fuzzy_date", "time", "boolean"];
const NAMES = ["unit", "code"];
const NUMBERS = ["decimal", "money", "integer"];

export class List {
  constructor(onOpen, onChange) {
    this.onOpen = onOpen;
    this.onChange = onChange;
    this.flashing = new Set();
    this.items = [];
    this.total = 0;
    this.error = null;
    this.loaded = false;
    this.element = h("section", { class: "card lists", id: "lists" });
    this.search = debounced((value) => { state.q = value.trim(); this.go(); }, 250);
    this.reload = debounced(() => this.load(), 250);
  }

  get view() { return state.views[state.tab]; }

  fields(names) {
    const known = new Map(this.view.fields.map((field) => [field.name, field]));
    return names.map((name) => known.get(name)).filter(Boolean);
  }

  get about() { return LISTS[state.tab] ?? {}; }

  columns() {
    const names = this.about.columns ?? this.view.listed.slice(0, 8);
    return this.fields(lang() === "zh" ? names : names.map((name) => name.replace(/_zh$/, "_en")));
  }

  filterFields() {
    const names = this.about.filters ?? this.view.filters;
    return this.fields(names).filter((field) => field.kind === "boolean" || ofUnits(field) || field.codes).slice(0, 4);
  }

  /** Show another part of the list, from its first page. */
  go(push = false) {
    state.page = 1;
    writeAddress(push);
    this.drawTools();
    this.onChange();
    this.load();
  }

  tab(plural, filters = startOf(plural)) {
    Object.assign(state, { tab: plural, filters: { ...filters }, sort: LISTS[plural]?.sort ?? "", q: "", open: null, of: null });
    this.items = [];
    this.loaded = false;
    this.draw();
    this.go(true);
  }

  filter(plural, field, code) {
    const same = state.tab === plural && state.filters[field] === code;
    if (state.tab !== plural) Object.assign(state, { tab: plural, filters: {}, sort: "", q: "" });
    state.filters = { ...state.filters, [field]: same ? "" : code };
    this.draw();
    this.go(true);
    if (!same) this.element.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  async load() {
    this.stop?.abort();
    this.stop = new AbortController();
    const params = listParams();
    params.set("page", state.page);
    params.set("page_size", SIZE);
    this.body?.classList.add("loading");
    try {
      const answer = await api.list(state.tab, params, this.stop.signal);
      this.items = answer.items;
      this.total = answer.total;
      this.error = null;
      const last = Math.max(1, Math.ceil(this.total / SIZE));
      if (state.page > last) { state.page = last; writeAddress(); this.load(); return; }
    } catch (error) {
      if (error.name === "AbortError") return;
      this.error = error;
    }
    this.loaded = true;
    this.drawBody();
  }

  /** A change came over the stream: put the row in place, or read the page again if it may belong here. */
  changed(change) {
    const { whole } = this.view;
    // What is inside a record changes with it; a doubt changes the mark on the record that it is about.
    if (![state.tab, whole].includes(change.list) && change.list !== "corrections") return;
    if (change.list !== "corrections" || state.tab === "corrections") {
      this.flashing.add(change.id);
      setTimeout(() => this.flashing.delete(change.id), 2600);
    }
    this.reload();
  }

  draw() {
    this.tools = h("div", { class: "tools" });
    this.body = h("div", { class: "list", role: "tabpanel", "aria-label": listTitle(state.tab, this.view) });
    this.foot = h("div", { class: "foot" });
    const focused = this.nav?.contains(document.activeElement);
    this.drawTabs();
    this.element.replaceChildren(this.nav, this.tools, this.body, this.foot);
    if (focused) this.focusTab();
    this.drawTools();
    this.drawBody();
  }

  /** Draw the tabs anew: which list is on show, how many records each has. */
  drawTabs() {
    const focused = this.nav?.contains(document.activeElement);
    const fresh = tabs((plural) => this.tab(plural));
    this.nav?.replaceWith(fresh);
    this.nav = fresh;
    if (focused) this.focusTab();
  }

  /** Whoever goes through the tabs by keyboard stays on them. */
  focusTab() { this.nav.querySelector('[aria-selected="true"]').focus({ preventScroll: true }); }

  drawTools() {
    const kept = this.tools.querySelector("#search");
    const input = kept ?? h("input", {
      class: "field", id: "search", type: "search", placeholder: t("search"), "aria-label": t("search"), maxlength: 200,
      oninput: (event) => this.search(event.target.value),
    });
    if (document.activeElement !== input) input.value = state.q;
    const set = Object.values(state.filters).some(Boolean) || state.q || state.sort;
    const rest = [
      this.filterFields().map((field) => this.select(field)),
      set ? h("button", { class: "button", type: "button", onclick: () => { Object.assign(state, { filters: {}, q: "", sort: "" }); input.value = ""; this.go(true); } }, t("clear")) : null,
      h("a", { class: "button grow", id: "csv", href: this.csv(), download: true }, t("csv")),
      h("button", { class: "button", type: "button", onclick: () => print() }, t("print")),
    ].flat().filter(Boolean);
    while (input.nextSibling) input.nextSibling.remove();
    if (!kept) this.tools.replaceChildren(input);
    this.tools.append(...rest);
  }

  csv() {
    const params = listParams();
    params.set("format", "csv");
    return `/api/v1/${state.tab}?${params}`;
  }

  select(field) {
    const value = state.filters[field.name] ?? "";
    const choices = this.choices(field);
    const none = choices.some((c) => c.code === value) || !value ? [] : [{ code: value, zh: "未填", en: "not given" }];
    return h("select", {
      class: `field ${value ? "set" : ""}`, "aria-label": titleOf(field), "data-filter": field.name, value: undefined,
      onchange: (event) => { state.filters = { ...state.filters, [field.name]: event.target.value }; this.go(true); },
    },
    h("option", { value: "" }, t("all", titleOf(field))),
    [...choices, ...none].map((c) => h("option", { value: c.code, selected: c.code === value }, titleOf(c))));
  }

  choices(field) {
    if (field.kind === "boolean") return ["yes", "no"].map((key) => ({ code: String(key === "yes"), zh: t(key), en: t(key) }));
    if (!ofUnits(field)) return state.codes[field.codes];
    const units = state.codes.unit.filter((u) => u.kind !== "service");
    return field.name === "responsible" ? [{ code: DISTRICT, zh: t("wholeDistrict"), en: t("wholeDistrict") }, ...units] : units;
  }

  drawBody() {
    this.body.classList.remove("loading");
    if (this.error) {
      this.body.replaceChildren(h("div", { class: "empty", role: "alert" }, h("strong", {}, t("failed")), h("p", {}, this.error.text?.(lang()) ?? ""),
        h("button", { class: "button", type: "button", onclick: () => this.load() }, t("retry"))));
      this.foot.replaceChildren();
      return;
    }
    if (!this.loaded) { this.body.replaceChildren(h("p", { class: "empty" }, t("loading"))); this.foot.replaceChildren(); return; }
    if (!this.items.length) {
      const filtered = Object.values(state.filters).some(Boolean) || state.q;
      this.body.replaceChildren(h("div", { class: "empty" },
        h("strong", {}, filtered ? t("nothing") : t("noData", listTitle(state.tab, this.view))), t(filtered ? "nothingHint" : "noDataHint")));
    } else {
      const columns = this.columns();
      this.body.replaceChildren(h("table", {}, this.head(columns), h("tbody", {}, this.items.map((item) => this.row(columns, item)))));
    }
    this.drawFoot();
  }

  head(columns) {
    const [name, down] = [state.sort.replace("-", ""), state.sort.startsWith("-")];
    return h("thead", {}, h("tr", {}, columns.map((field) => {
      const number = NUMBERS.includes(field.kind) ? "num" : "";
      if (!this.view.sorts.includes(field.name)) return h("th", { scope: "col", class: number, "data-title": titleOf(field) }, h("span", {}, titleOf(field)));
      const sorted = field.name === name;
      return h("th", { scope: "col", class: number, "data-title": titleOf(field), "aria-sort": sorted ? (down ? "descending" : "ascending") : null }, h("button", {
        type: "button", onclick: () => { state.sort = sorted ? (down ? "" : `-${field.name}`) : field.name; this.go(); this.drawBody(); },
      }, titleOf(field), sorted ? (down ? " ↓" : " ↑") : ""));
    })));
  }

  row(columns, item) {
    const { whole, whole_id: wholeId } = this.view;
    const id = whole ? item[wholeId] : item.id;
    const open = () => this.onOpen(whole ?? state.tab, id);
    return h("tr", {
      tabindex: 0, "data-id": item.id, class: `${item.own ? "own" : ""} ${this.flashing.has(id) ? "flash" : ""}`,
      onclick: open, onkeydown: (event) => { if (event.key === "Enter") open(); },
    },
    columns.map((field, n) => (n === 0 ? this.first(field, item) : h("td", {
      class: `${NUMBERS.includes(field.kind) ? "num tight" : ""} ${TIGHT.includes(field.kind) ? "tight" : ""} ${NAMES.includes(field.kind) ? "name" : ""} ${field.kind === "text" ? "words" : ""}`,
      "data-title": titleOf(field), title: [...NAMES, "text"].includes(field.kind) && !blank(item[field.name]) ? text(field, item[field.name]) : null,
    }, field.kind === "text" ? h("span", { class: "clamp" }, cell(field, item)) : cell(field, today(field, item)), this.due(field, item)))));
  }

  /** How long there is, under the day by which an open record wants something; under a state, how long it rests. */
  due(field, item) {
    if (field.name === "status" && item.status === "SNOOZED" && item.snoozed_until_on) return h("span", { class: "sub" }, t("snoozedUntil", fuzzyDate(item.snoozed_until_on)));
    if (field.name === "limit_working_days" && item.clock) return h("span", { class: "sub" }, usedOf(item.clock));
    const [name, ...running] = this.about.due ?? [];
    return field.name === name && running.includes(item.status) ? h("span", { class: "sub" }, dueNote(item[name])) : null;
  }

  first(field, item) {
    const badge = item.taken_over && item.taken_over_confirmed === false;
    const under = item[this.about.under];
    const doubts = doubtsOf(item).map((entry) => doubt(this.view, entry)).join("\n");
    return h("td", { class: "wide" }, h("span", { class: "title" }, cell(field, item)),
      badge ? h("span", { class: "badge", title: t("takenOverHint") }, t("takenOver")) : null,
      doubts ? h("span", { class: "badge doubt", title: doubts }, t("disputed")) : null,
      under ? h("span", { class: "sub", title: under }, under) : null);
  }

  drawFoot() {
    const pages = Math.max(1, Math.ceil(this.total / SIZE));
    const go = (page) => () => { state.page = page; writeAddress(); this.load(); };
    this.foot.replaceChildren(h("span", { id: "total" }, t("total", this.total)), h("span", { class: "grow" }, t("page", state.page, pages)),
      h("button", { class: "button", type: "button", disabled: state.page <= 1, onclick: go(state.page - 1) }, t("previous")),
      h("button", { class: "button", type: "button", disabled: state.page >= pages, onclick: go(state.page + 1) }, t("next")));
  }
}

/** Whether a field holds a unit, or several. */
const ofUnits = (field) => field.kind === "unit" || (field.kind === "list" && field.name.endsWith("units"));

/** How many working days of a running limit are used today. */
const usedOf = ({ used_working_days: used, left_working_days: left, near_limit: near }) =>
  (used === null ? null : h("span", { class: `due ${left < 0 ? "late" : near ? "soon" : ""}` }, t("usedShort", used)));

/** A matter's record counts the days overdue once its clock has stopped; while it runs, its clock knows them. */
const today = (field, item) =>
  (field.name === "overdue_working_days" && item.clock ? { ...item, overdue_working_days: item.clock.left_working_days === null ? null : Math.max(0, -item.clock.left_working_days) } : item);
