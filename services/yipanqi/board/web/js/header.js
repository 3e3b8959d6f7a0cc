// The top bar: brand, district, date, connection, account.
import { h } from "./dom.js";
import { fuzzyDate } from "./format.js";
import { state } from "./state.js";
import { lang, t, titleOf } from "./words.js";

export function header({ onLanguage, onLogout }) {
  const { me } = state;
  const unit = lang() === "zh" ? me.unit_zh : me.unit_en;
  return h("header", { class: "top" }, h("div", { class: "in" },
    h("div", { class: "brand" }, h("img", { src: "/web/icon.svg", alt: "" }), h("strong", {}, t("brand")), h("span", {}, titleOf(me.district))),
    h("div", { class: "right" },
      me.demo ? h("span", { class: "demo" }, t("demo")) : null,
      h("span", { id: "today" }, today()),
      h("span", { class: "live", id: "live", role: "status" }, h("i"), h("span", {}, t("waiting"))),
      h("span", { class: "who grow", id: "who" }, unit),
      h("button", { type: "button", onclick: onLanguage }, t("other")),
      h("button", { type: "button", onclick: onLogout }, t("logout")))));
}

const today = () => `${t("business")} ${fuzzyDate(state.me.business_date)}`;

/** Show the district's date, which goes on while the page is open. */
export function showToday() {
  document.getElementById("today")?.replaceChildren(today());
}

/** Show the connection's state: live, waiting or lost. */
export function showConnection(kind) {
  const element = document.getElementById("live");
  if (!element) return;
  element.className = `live ${kind}`;
  element.lastChild.textContent = t(kind);
}
