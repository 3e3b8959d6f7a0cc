// An event ready to be published. The board only reads: a unit speaks by its own service, with a key that no page holds.
import { h } from "./dom.js";
import { lang, t } from "./words.js";

/** What is made ready here stays while its card is drawn anew: nobody loses a reason half written. */
const kept = new Map();

/** Return the form kept under a name, or a new one where what it is about (`stamp`) has changed. */
export function keptForm(name, stamp, make) {
  const known = kept.get(name);
  if (known?.stamp === `${lang()} ${stamp}`) return known.element;
  const element = make();
  kept.set(name, { stamp: `${lang()} ${stamp}`, element });
  return element;
}

/** What one has begun to write is nobody else's who logs in after. */
export const forgetForms = () => kept.clear();

/**
 * The form for one decision: `choices` of { key, label, note, type, data, fields }, a field of { name, label, kind,
 * options, min, max }; all fields are needed. Below it the event as a command, as JSON and as a file.
 */
export function eventForm({ unit, name, title, choices }) {
  const place = h("div", { class: "ready-fields" });
  const output = h("div", { class: "ready-output", "aria-live": "polite" });
  const values = {};
  let chosen = choices.length === 1 ? choices[0] : null;
  let made = { of: "", event: null };
  const update = () => {
    const missing = !chosen || chosen.fields.some((field) => !values[field.name]?.trim());
    const data = chosen && { ...chosen.data, ...Object.fromEntries(chosen.fields.map((field) => [field.name, values[field.name]?.trim()])) };
    if (missing) { output.replaceChildren(chosen ? h("p", { class: "hint" }, t("readyMissing")) : ""); return; }
    const content = JSON.stringify([chosen.type, data]);
    // The same content keeps its id: sent twice it is still one event.
    if (made.of !== content) made = { of: content, event: { specversion: "1.0", id: uuid(), type: chosen.type, data } };
    output.replaceChildren(...ready(unit, name, made.event));
  };
  const choose = (choice) => {
    chosen = choice;
    place.replaceChildren(...choice.fields.map((field) => input(field, values, update)));
    update();
  };
  const form = h("form", { class: "ready", onsubmit: (event) => event.preventDefault() },
    choices.length > 1 ? h("fieldset", {}, h("legend", {}, title), choices.map((choice) => h("label", { class: "choice" },
      h("input", { type: "radio", name: `ready-${name}`, value: choice.key, onchange: () => choose(choice) }),
      h("span", {}, h("b", {}, choice.label), choice.note ? h("small", {}, choice.note) : null)))) : null, place, output);
  if (chosen) choose(chosen);
  return form;
}

function input(field, values, update) {
  const oninput = (event) => { values[field.name] = event.target.value; update(); };
  const given = { value: values[field.name] ?? "", required: true, oninput, class: "field", "data-field": field.name };
  const element = field.kind === "unit" ? h("select", { ...given, value: undefined }, h("option", { value: "" }, t("choose")),
    field.options.map(([code, words]) => h("option", { value: code, selected: code === values[field.name] }, words)))
    : field.kind === "date" ? h("input", { ...given, type: "date", min: field.min, max: field.max })
      : field.kind === "line" ? h("input", { ...given, maxlength: 200 }) : h("textarea", { ...given, rows: 2, maxlength: 1000 });
  return h("label", {}, h("span", {}, field.label), element);
}

/** The event as what one takes away: a command to paste, the event itself, a file of it. */
function ready(unit, name, event) {
  const json = JSON.stringify(event);
  // Quoted, so that a shell reads nothing in it; JSON has no line end, so no line of it can be the mark.
  const command = `yipanqi publish ${unit} - <<'YIPANQI'\n${json}\nYIPANQI`;
  const file = URL.createObjectURL(new Blob([`${JSON.stringify(event, null, 2)}\n`], { type: "application/json" }));
  return [h("p", { class: "where" }, t("readyWhere")), h("pre", { tabindex: 0, "data-command": name }, command),
    h("div", { class: "acts" }, copier(t("copyCommand"), command), copier(t("copyEvent"), json),
      h("a", { class: "button", href: file, download: `${event.type.split(".").pop()}-${event.id.slice(0, 8)}.json` }, t("eventFile"))),
    h("p", { class: "hint" }, t("readyHint", unit))];
}

function copier(words, text) {
  const button = h("button", { class: "button", type: "button", onclick: async () => {
    const done = await copied(text);
    button.textContent = t(done ? "copied" : "copyFailed");
    setTimeout(() => { button.textContent = words; }, 2500);
  } }, words);
  return button;
}

/** Put a text on the clipboard; on a plain http address browsers offer only the older way. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h("textarea", { class: "sr", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** A random UUID: crypto.randomUUID is not there on a plain http address. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
