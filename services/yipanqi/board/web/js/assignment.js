// The district's assignment: ask for the best one, what-if a carrier is withdrawn or a project added, and the proposal beside the present.
import { answerView } from "./assignmentplan.js";
import { api } from "./api.js";
import { assumedForm } from "./assume.js";
import { debounced, h } from "./dom.js";
import { moment } from "./format.js";
import { Part, partHead } from "./part.js";
import { state } from "./state.js";
import { unitTitle } from "./values.js";
import { lang, t } from "./words.js";

const POLL = 1000;
const MAY_ASK = ["commerce", "investment"];

/** Whether a question changes something: without that it asks for the best as things stand. */
const isWhatIf = (question) => Boolean(question.withdraw.length || question.add.length || question.keep_reservations);

export class AssignmentPart extends Part {
  constructor(to) {
    super(to, "assignment", []);
    Object.assign(this, { chosen: null, withdraw: new Map(), add: new Map(), keep: false, asking: null, assumed: {} });
    this.search = debounced((text) => this.suggest(text), 250);
  }

  /** Read the assignments that are kept, and the one chosen; without a choice the latest. */
  async load() {
    const { items } = await api.assignments();
    const id = items.some((one) => one.id === this.chosen) ? this.chosen : items[0]?.id ?? null;
    const run = id ? await api.assignment(id) : null;
    if (run && ["QUEUED", "RUNNING"].includes(run.state)) setTimeout(() => { if (this.element.isConnected) this.show(); }, POLL);
    if (run?.state === "DONE" && !isWhatIf(run.what_if)) this.plain = run.answer.proposed;
    return { items, run };
  }

  async ask() {
    this.asking = null;
    try {
      const question = { withdraw: [...this.withdraw.keys()], add: [...this.add.values()], keep_reservations: this.keep };
      this.chosen = (await api.assign(question)).id;
    } catch (error) {
      this.asking = error;
    }
    await this.show();
  }

  view({ items, run }) {
    const may = MAY_ASK.includes(state.me.role);
    return [partHead(t("assignmentTitle"), t("assignmentHint"), items.length ? this.kept(items, run) : null),
      may ? [this.form(), this.assume()] : h("p", { class: "hint" }, t("assignmentWho")),
      this.asking ? h("p", { class: "error", role: "alert" }, this.asking.text?.(lang()) ?? String(this.asking)) : null,
      run ? this.run(run) : h("div", { class: "empty" }, h("strong", {}, t("noAssignment")), may ? t("assignmentAsk") : "")];
  }

  /** The assignments that were asked for and are kept. */
  kept(items, run) {
    const title = (one) => `${moment(one.asked_at)} · ${unitTitle(one.by)} · ${t(`run_${one.state}`)}`;
    return h("label", { class: "grow" }, h("span", { class: "sr" }, t("assignmentKept")), h("select", { class: "field", "data-run": "", onchange: (event) => { this.chosen = event.target.value; this.show(); } },
      items.map((one) => h("option", { value: one.id, selected: one.id === run?.id }, title(one)))));
  }

  form() {
    // What someone is typing stays while the answer is read again.
    this.input ??= h("input", { class: "field", id: "withdraw", maxlength: 200, autocomplete: "off", oninput: (event) => this.search(event.target.value.trim()) });
    this.found ??= null;
    this.choices ??= h("ul", { class: "choices" });
    this.input.setAttribute("placeholder", t("withdrawSearch"));
    const added = [...this.add].map(([id, { name }]) => h("button", { class: "chip", type: "button", "data-added": id, "aria-label": `${t("assumeNot")}：${name}`, onclick: () => { this.add.delete(id); this.draw(); } }, `+ ${name} ×`));
    const chips = [...this.withdraw].map(([id, name]) => h("button", { class: "chip", type: "button", "data-withdrawn": id, "aria-label": `${t("withdrawNot")}：${name}`, onclick: () => { this.withdraw.delete(id); this.draw(); } }, name, " ×"));
    return h("form", { class: "what-if", onsubmit: (event) => { event.preventDefault(); this.ask(); } },
      h("label", { for: "withdraw" }, t("withdrawCarriers")), h("div", { class: "finder" }, this.input, this.choices), h("div", { class: "chips" }, chips, added),
      h("label", { class: "check" }, h("input", { type: "checkbox", checked: this.keep, onchange: (event) => { this.keep = event.target.checked; } }), h("span", {}, t("keepReservations"))),
      h("button", { class: "button primary", type: "submit", "data-ask": "" }, t(this.withdraw.size || this.add.size ? "askWhatIf" : "askAssignment")));
  }

  /** The form for a project that is not there yet, one for each language: what someone is typing stays. */
  assume() {
    return (this.assumed[lang()] ??= assumedForm((project) => { this.add.set(project.project_id, project); this.draw(); }));
  }

  async suggest(text) {
    const found = text ? (await api.list("carriers", new URLSearchParams({ q: text, page_size: 6 })).catch(() => ({ items: [] }))).items : [];
    this.choices.replaceChildren(...found.map((one) => h("li", {}, h("button", { class: "link", type: "button", "data-carrier": one.id, onclick: () => this.take(one.id, one.name) }, one.name), " ", h("small", {}, one.id))));
  }

  /** Leave a carrier out of the next question. */
  take(id, name) {
    this.withdraw.set(id, name);
    this.input.value = "";
    this.choices.replaceChildren();
    this.draw();
  }

  run(run) {
    if (run.state === "FAILED") return h("p", { class: "error", role: "alert" }, run.problem[lang()]);
    if (run.state !== "DONE") return h("p", { class: "empty", "aria-live": "polite" }, t(`run_${run.state}`));
    const { withdraw, add } = run.what_if;
    const said = [withdraw.length ? t("whatIfWithdrawn", withdraw.map((id) => this.withdraw.get(id) ?? id).join("、")) : "", add.length ? t("whatIfAdded", add.map((one) => one.name).join("、")) : ""].filter(Boolean);
    const assumption = said.length ? h("p", { class: "hint", "data-what-if": "" }, said.join("；")) : null;
    const against = isWhatIf(run.what_if) ? this.plain : null;
    const take = MAY_ASK.includes(state.me.role) ? (id, name) => { this.take(id, name); this.ask(); } : null;
    return [assumption, run.what_if.keep_reservations ? h("p", { class: "hint" }, t("keptReservations")) : null, answerView(run, against, this.onRecord, take)];
  }
}
