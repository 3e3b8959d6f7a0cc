// What waits for this account above the lists: alerts, leads, claims. Each is read anew when something of it changes.
import { alertPanel, loadAlerts, mayAct } from "./alerts.js";
import { provenFirst } from "./claims.js";
import { loadLeads } from "./countdown.js";
import { debounced, h } from "./dom.js";
import { loadClaims, office } from "./office.js";
import { lang, t } from "./words.js";

/** What a change of a list is about besides the list itself. */
const ABOUT = { alerts: ["alerts"], corrections: ["alerts"], services: ["alerts"], claims: ["claims"], leads: ["leads"] };

/** A part of which nothing was ever read says so; what was read before stays, and the notice tells of when it is. */
export function tellFailure(id, error, again) {
  if (error.status === 401) return;
  const told = h("div", { class: "empty", role: "alert" }, h("strong", {}, t("failed")), h("p", {}, error.text?.(lang()) ?? String(error)),
    h("button", { class: "button", type: "button", onclick: again }, t("retry")));
  document.getElementById(id)?.replaceChildren(id === "alerts" ? told : h("section", { class: "card" }, told));
}

export class Panels {
  /** `onRecord(plural, id)` opens a record, `onShow(make)` shows what is made, `list` the lists; `onCounts` as counts change. */
  constructor({ onRecord, onShow, list, onCounts }) {
    Object.assign(this, { onRecord, onShow, list, onCounts, known: { alerts: null, claims: null, leads: null } });
    this.soon = Object.fromEntries(Object.keys(this.known).map((name) => [name, debounced(() => this.read(name), 300)]));
  }

  readAll() { for (const name of Object.keys(this.known)) this.read(name); }

  changed(change) { for (const name of ABOUT[change.list] ?? []) this.soon[name](); }

  async read(name) {
    if (name === "alerts" && !mayAct()) return;
    const load = { alerts: loadAlerts, claims: loadClaims, leads: loadLeads }[name];
    try {
      this.known[name] = await load();
      if (name === "alerts") { this.drawAlerts(); this.onCounts(); } else this.drawOffice();
    } catch (error) {
      if (!this.known[name]) tellFailure(name === "alerts" ? "alerts" : "office", error, () => this.read(name));
    }
  }

  draw() {
    this.drawAlerts();
    this.drawOffice();
  }

  drawAlerts() {
    const place = document.getElementById("alerts");
    const { alerts } = this.known;
    if (place && alerts) place.replaceChildren(...alertPanel(alerts, this.onRecord, (filters) => this.toList(() => this.list.tab("alerts", filters))));
  }

  drawOffice() {
    const place = document.getElementById("office");
    // A form that someone fills in stays the same element; only the focus is lost on the way.
    const focused = document.activeElement;
    // Who has chosen a month keeps it: the reports are drawn once, the claims whenever they change.
    const kept = place?.querySelector("#reports");
    const parts = office(this.known, this.onRecord, (claim) => this.onShow(() => provenFirst(claim, this.onRecord)),
      (status) => this.toList(() => this.list.filter("claims", "status", status)), () => this.toList(() => this.list.tab("leads")));
    place?.replaceChildren(...parts.map((part) => (part.id === "reports" && kept && kept.lang === lang() ? kept : Object.assign(part, { lang: lang() }))));
    if (place?.contains(focused)) focused.focus({ preventScroll: true });
  }

  toList(show) {
    show();
    this.list.element.scrollIntoView({ block: "start", behavior: "smooth" });
  }
}
