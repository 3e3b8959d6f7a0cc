// The list on show: search, filters, sorting, pages, export. Rows flash when they change.
import { api } from "./api.js";
import { debounced, h } from "./dom.js";
import { LISTS, PARTS, sortOf, startOf } from "./lists.js";
import { tabs } from "./nav.js";
import { listParams, state, writeAddress } from "./state.js";
import { COUNTDOWN, table } from "./table.js";
import { DISTRICT } from "./values.js";
import { lang, listTitle, t, titleOf } from "./words.js";

const SIZE = 25;

export class List {
  /** `parts` are what the navigation has besides lists, by name: each has an `element`, `draw`, `show` and `changed`. */
  constructor(onOpen, onChange, parts) {
    this.onOpen = onOpen;
    this.onChange = onChange;
    this.parts = parts;
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

  /** The part on show where that is no list. */
  get part() { return PARTS[state.tab] ? this.parts[state.tab] : null; }

  fields(names) {
    const known = new Map([COUNTDOWN, ...this.view.fields].map((field) => [field.name, field]));
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
    if (!this.part) this.drawTools();
    this.onChange();
    this.load();
  }

  tab(plural, filters = startOf(plural)) {
    Object.assign(state, { tab: plural, filters: { ...filters }, sort: sortOf(plural), q: "", open: null, of: null });
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
    if (this.part) { this.part.show(); return; }
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
    if (this.part) { this.part.changed(change); return; }
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
    const focused = this.nav?.contains(document.activeElement);
    this.drawTabs();
    if (this.part) {
      this.part.draw();
      this.element.replaceChildren(this.nav, this.part.element);
    } else {
      this.tools = h("div", { class: "tools" });
      this.body = h("div", { class: "list", role: "tabpanel", "aria-label": listTitle(state.tab, this.view) });
      this.foot = h("div", { class: "foot" });
      this.element.replaceChildren(this.nav, this.tools, this.body, this.foot);
      this.drawTools();
      this.drawBody();
    }
    if (focused) this.focusTab();
  }

  /** Draw the tabs anew: which list is on show, how many records each has. */
  drawTabs() {
    const focused = this.nav?.contains(document.activeElement);
    const fresh = tabs((plural) => this.tab(plural));
    this.nav?.replaceWith(fresh);
    this.nav = fresh;
    requestAnimationFrame(() => this.showTab());
    if (focused) this.focusTab();
  }

  /** Bring the tab on show into sight, where a narrow screen has only some of them. */
  showTab() {
    const tab = this.nav.querySelector('[aria-selected="true"]');
    if (tab) this.nav.scrollLeft = tab.offsetLeft - this.nav.offsetLeft - (this.nav.clientWidth - tab.offsetWidth) / 2;
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
      const onSort = (sort) => { state.sort = sort; this.go(); this.drawBody(); };
      this.body.replaceChildren(table({ plural: state.tab, columns: this.columns(), items: this.items, flashing: this.flashing, onSort, onOpen: this.onOpen }));
    }
    this.drawFoot();
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
