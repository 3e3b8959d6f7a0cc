// Before filing: who is there already, how similar and why, and whether they are protected. Nothing is written.
import { api } from "./api.js";
import { h } from "./dom.js";
import { codeTitle, unitTitle } from "./values.js";
import { lang, t } from "./words.js";

const LOOKS = { nobody: "built", look: "held", likely: "ended" };
const KINDS = { "same-id": "ended", same: "ended", similar: "held", "same-sound": "held", "same-group": "early" };
const said = (thing, name = "") => thing[`${name}${lang()}`];

export class Check {
  constructor({ onRecord }) {
    this.onRecord = onRecord;
    this.values = {};
    this.answer = null;
    this.element = h("div", { class: "board-part", "data-part": "check", role: "tabpanel" });
  }

  show() {}

  changed() {}

  draw() {
    this.problems = h("div", { role: "alert" });
    this.result = h("div", { class: "check-result", "aria-live": "polite" });
    this.button = h("button", { class: "button primary", type: "submit" }, t("checkNow"));
    const form = h("form", { class: "check-form", onsubmit: (event) => { event.preventDefault(); this.ask(); } },
      this.input("name", t("checkName"), { required: true, maxlength: 300, autocomplete: "off" }),
      this.input("enterprise_id", t("checkId"), { maxlength: 80, spellcheck: "false", placeholder: "91320505… / foreign:JP:…" }),
      this.input("parent_name", t("checkParent"), { maxlength: 300 }),
      this.input("country", t("checkCountry"), { maxlength: 2, pattern: "[A-Za-z]{2}", placeholder: "CN", title: t("checkCountryHint") }),
      this.button);
    this.element.replaceChildren(h("header", { class: "part-head" }, h("h2", {}, t("checkTitle")), h("small", {}, t("checkHint"))), form, this.problems, this.result);
    if (this.answer) this.drawAnswer();
  }

  input(name, label, properties) {
    const oninput = (event) => { this.values[name] = event.target.value; event.target.removeAttribute("aria-invalid"); };
    return h("label", { class: `of-${name}` }, h("span", {}, label), h("input", { class: "field", name, value: this.values[name] ?? "", oninput, ...properties }));
  }

  async ask() {
    const question = Object.fromEntries(Object.entries(this.values).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
    this.button.disabled = true;
    this.problems.replaceChildren();
    try {
      this.answer = await api.check(question);
      this.drawAnswer();
    } catch (error) {
      this.answer = null;
      this.result.replaceChildren();
      this.problems.replaceChildren(h("p", { class: "error" }, error.text?.(lang()) ?? String(error)));
      for (const problem of error.problems ?? []) this.element.querySelector(`[name="${CSS.escape(problem.field ?? "")}"]`)?.setAttribute("aria-invalid", "true");
    } finally {
      this.button.disabled = false;
    }
  }

  drawAnswer() {
    const { verdict, matches, compared_with: compared } = this.answer;
    this.result.replaceChildren(h("div", { class: `verdict ${LOOKS[verdict.code]}`, "data-verdict": verdict.code }, h("b", {}, said(verdict)), h("small", {}, t("checkCompared", compared, matches.length))),
      h("ol", { class: "matches" }, matches.map((match) => this.match(match))),
      h("p", { class: "hint" }, t("checkThen")));
  }

  match({ id, kind, score, reasons, enterprise, notice, ...words }) {
    const facts = enterprise ? [codeTitle("chain", enterprise.chain ?? ""), enterprise.country, enterprise.parent_name ? t("parentOf", enterprise.parent_name) : "", t("keptBy", unitTitle(enterprise.owner_unit))] : [];
    return h("li", { "data-match": id, class: notice ? "protected" : "" },
      h("div", { class: "who" }, enterprise ? h("button", { class: "link strong", type: "button", onclick: () => this.onRecord("enterprises", id) }, enterprise.name) : h("b", {}, id),
        h("span", { class: `pill ${KINDS[kind] ?? ""}` }, said(words, "kind_")),
        score === null ? null : h("span", { class: "alike" }, h("span", { class: "share", "aria-hidden": "true" }, h("i", { vars: { "--w": `${score}%` } })), h("b", {}, t("alike", score)))),
      h("small", {}, [id, ...facts].filter(Boolean).join(" · ")),
      h("ul", { class: "reasons" }, reasons.map((reason) => h("li", {}, said(reason)))),
      notice ? h("p", { class: "notice-line", "data-notice": notice.code }, h("b", {}, t("attention")), said(notice)) : null);
  }
}
