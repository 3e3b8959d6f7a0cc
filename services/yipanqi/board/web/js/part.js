// A part of the navigation that is no list: it is read when it is shown, and again when what it is made of changes.
import { debounced, h } from "./dom.js";
import { lang, t } from "./words.js";

export class Part {
  /** `lists`: whose changes make it out of date. A part has `load()`, which reads, and `view()`, which gives elements. */
  constructor({ onRecord, onShow }, name, lists) {
    Object.assign(this, { onRecord, onShow, lists, found: null, error: null });
    this.element = h("div", { class: "board-part", "data-part": name, role: "tabpanel" });
    this.again = debounced(() => { if (this.element.isConnected) this.show(); }, 1000, 5000);
  }

  async show() {
    const asked = (this.asked = Symbol("asked"));
    try {
      const found = await this.load();
      if (this.asked !== asked) return;
      Object.assign(this, { found, error: null });
    } catch (error) {
      if (this.asked !== asked || error.status === 401) return;
      this.error = error;
    }
    this.draw();
  }

  changed(change) { if (this.lists.includes(change.list)) this.again(); }

  draw() {
    // Whoever is in a form or on a button stays there, where it is kept.
    const focused = document.activeElement;
    if (this.error) this.element.replaceChildren(failure(this.error, () => this.show()));
    else if (!this.found) this.element.replaceChildren(h("p", { class: "empty" }, t("loading")));
    else this.element.replaceChildren(...[this.view(this.found)].flat(Infinity).filter(Boolean));
    if (this.element.contains(focused)) focused.focus({ preventScroll: true });
  }
}

const failure = (error, again) => h("div", { class: "empty", role: "alert" }, h("strong", {}, t("failed")), h("p", {}, error.text?.(lang()) ?? String(error)),
  h("button", { class: "button", type: "button", onclick: again }, t("retry")));

/** The head of a part: a title, what it says, and what stands at its end. */
export const partHead = (title, hint, ...more) => h("header", { class: "part-head" }, h("h2", {}, title), h("small", {}, hint), more);

/** The years that can be asked for: this one and those before. */
export function yearChoice(year, today, onYear) {
  const now = Number(today.slice(0, 4));
  return h("label", { class: "grow" }, h("span", { class: "sr" }, t("year")),
    h("select", { class: "field", "data-year": "", onchange: (event) => onYear(Number(event.target.value)) },
      [now + 1, now, now - 1, now - 2].map((one) => h("option", { value: one, selected: one === year }, t("yearOf", one)))));
}
