// The navigation: the parts above the page, and the lists of the part on show as tabs.
import { h } from "./dom.js";
import { groupOf, groupsOf, openCount } from "./lists.js";
import { state } from "./state.js";
import { listTitle, t, titleOf } from "./words.js";

const badge = (plurals) => {
  const counts = plurals.map((plural) => openCount(state.summary, plural)).filter((count) => count !== null);
  const sum = counts.reduce((all, one) => all + one, 0);
  return sum ? h("b", { class: "open", title: t("openCount", sum) }, sum, h("span", { class: "sr" }, t("openCount", sum))) : null;
};

/** The parts; `onGroup(plural)` shows the first list of one. */
export function groups(onGroup) {
  const mine = groupOf(state.views, state.tab);
  return h("div", { class: "in" }, groupsOf(state.views).map((group) => h("button", {
    type: "button", "data-group": group.key, "aria-current": group.key === mine?.key ? "true" : null, onclick: () => onGroup(group.lists[0]),
  }, titleOf(group), group.key === "watch" || group.key === "services" ? badge(group.lists) : null)));
}

/** The lists of the part on show; arrow keys go from one to the next. */
export function tabs(onTab) {
  const names = groupOf(state.views, state.tab)?.lists ?? [state.tab];
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) onTab(names[(names.indexOf(state.tab) + step + names.length) % names.length]);
  };
  return h("div", { class: "tabs", role: "tablist", "aria-label": t("lists"), onkeydown: move }, names.map((name) => h("button", {
    type: "button", role: "tab", "data-tab": name, "aria-selected": String(name === state.tab), tabindex: name === state.tab ? 0 : -1, onclick: () => onTab(name),
  }, listTitle(name, state.views[name]), count(name))));
}

function count(name) {
  const open = openCount(state.summary, name);
  const all = state.summary?.[name]?.count ?? "";
  return open === null ? h("b", {}, all) : h("b", { class: open ? "open" : "", title: t("openOf", open, all) }, open, h("span", { class: "sr" }, t("openOf", open, all)));
}
