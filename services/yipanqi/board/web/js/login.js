// The login form.
import { api } from "./api.js";
import { h, svg } from "./dom.js";
import { lang, setLanguage, t } from "./words.js";

/** Show the form; `notice` says why, where someone was logged in before. */
export function showLogin(root, onLogin, notice = null) {
  const message = h("p", { class: "error", role: "alert", hidden: true });
  const username = h("input", { class: "field", name: "username", autocomplete: "username", required: true, autofocus: true, maxlength: 64, spellcheck: "false" });
  const password = h("input", { class: "field", name: "password", type: "password", autocomplete: "current-password", required: true, maxlength: 256 });
  const button = h("button", { class: "button primary", type: "submit" }, t("login"));
  const form = h("form", {
    onsubmit: async (event) => {
      event.preventDefault();
      button.disabled = true;
      button.textContent = t("logging");
      try {
        await api.login(username.value.trim(), password.value);
        await onLogin();
      } catch (error) {
        message.textContent = error.text ? error.text(lang()) : String(error);
        message.hidden = false;
        button.disabled = false;
        button.textContent = t("login");
        password.select();
      }
    },
  },
  h("h1", {}, t("login")),
  notice ? h("p", { class: "over", role: "status" }, t(notice)) : null,
  h("label", {}, t("username"), username),
  h("label", {}, t("password"), password),
  message, button,
  h("button", { class: "language", type: "button", onclick: () => { setLanguage(lang() === "zh" ? "en" : "zh"); showLogin(root, onLogin, notice); } }, t("other")));
  root.replaceChildren(h("div", { class: "login" },
    h("aside", {}, board(), h("div", { class: "name" }, t("brand")), h("p", {}, t("slogan")), h("p", {}, t("promise"))),
    h("main", {}, form)));
  username.focus();
}

function board() {
  const lines = svg("g", { class: "lines" });
  for (let n = 0; n <= 14; n += 1) lines.append(svg("path", { d: `M${n * 60} 0V840M0 ${n * 60}H840` }));
  const stones = [[420, 120, "#fff"], [480, 180, "#e9a23b"], [600, 120, "#fff"], [540, 300, "#e9a23b"], [660, 240, "#fff"], [660, 660, "#e9a23b"], [600, 720, "#fff"]]
    .map(([cx, cy, fill]) => svg("circle", { cx, cy, r: 22, fill }));
  return svg("svg", { class: "grid", viewBox: "0 0 840 840", preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" }, lines, ...stones);
}
