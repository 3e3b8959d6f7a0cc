// The page: login or board, kept current by the stream.
import { api } from "./api.js";
import { debounced, h } from "./dom.js";
import { Drawer } from "./drawer.js";
import { figures } from "./figures.js";
import { moment } from "./format.js";
import { header, showConnection } from "./header.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { showLogin } from "./login.js";
import { readAddress, state, writeAddress } from "./state.js";
import { lang, setLanguage, t } from "./words.js";

const root = document.getElementById("app");
let live = null;
let list = null;
let drawer = null;
let connection = "waiting";
let current = new Date();

async function begin() {
  setLanguage(lang());
  try {
    state.me = await api.me();
  } catch (error) {
    if (error.status === 401) { showLogin(root, begin); return; }
    root.replaceChildren(h("div", { class: "empty", role: "alert" }, h("strong", {}, t("failed")), h("p", {}, error.text?.(lang()) ?? ""),
      h("button", { class: "button", type: "button", onclick: begin }, t("retry"))));
    setTimeout(() => { if (root.querySelector(".empty")) begin(); }, 3000);
    return;
  }
  [state.codes, state.views] = await Promise.all([api.codes(), api.views()]);
  readAddress();
  drawer?.remove();
  drawer = new Drawer(closeRecord);
  list = new List(openRecord, drawFigures);
  draw();
  live?.stop();
  live = new Live({ onHello: refreshAll, onChange, onReset: refreshAll, onState, onDenied: loggedOut });
  live.start();
  if (state.open) drawer.open(state.tab, state.open);
}

function draw() {
  document.title = `${t("brand")} · ${lang() === "zh" ? state.me.unit_zh : state.me.unit_en}`;
  root.replaceChildren(
    header({ onLanguage: () => { setLanguage(lang() === "zh" ? "en" : "zh"); draw(); }, onLogout }),
    h("div", { id: "notice", "aria-live": "polite" }),
    h("main", { class: "page" }, h("div", { id: "figures", class: "figures" }), list.element));
  list.draw();
  drawFigures();
  onState(connection);
}

function drawFigures() {
  const place = document.getElementById("figures");
  if (place && state.summary) place.replaceChildren(...figures((plural, field, code) => list.filter(plural, field, code)));
}

async function loadSummary() {
  try {
    state.summary = await api.summary();
    current = new Date();
    drawFigures();
    list.drawCounts();
    drawNotice();
  } catch (error) {
    if (error.status === 401) await loggedOut();
  }
}

const summarySoon = debounced(loadSummary, 300);

function refreshAll() {
  loadSummary();
  list.load();
  if (state.open) drawer.open(state.tab, state.open);
}

function onChange(change) {
  list.changed(change);
  summarySoon();
  if (state.open === change.id && state.tab === change.list) drawer.open(change.list, change.id);
}

function onState(kind) {
  connection = kind;
  showConnection(kind);
  drawNotice();
}

function drawNotice() {
  const place = document.getElementById("notice");
  const behind = state.summary?.live;
  if (connection === "lost") {
    place?.replaceChildren(h("div", { class: "notice bad", role: "alert" }, h("p", {}, t("lostNotice", moment(current.toISOString())))));
  } else if (behind && behind.phase !== "live") {
    place?.replaceChildren(h("div", { class: "notice" }, h("p", {}, t("behind", behind.lag_records))));
    setTimeout(summarySoon, 2000);
  } else place?.replaceChildren();
}

function openRecord(id) {
  state.open = id;
  writeAddress(true);
  drawer.open(state.tab, id);
}

function closeRecord() {
  state.open = null;
  writeAddress(true);
  drawer.close();
}

async function loggedOut() {
  try {
    await api.me();
    return false;
  } catch (error) {
    if (error.status !== 401) return false;
    live?.stop();
    drawer?.remove();
    showLogin(root, begin);
    return true;
  }
}

async function onLogout() {
  live?.stop();
  drawer.remove();
  await api.logout().catch(() => null);
  Object.assign(state, { me: null, summary: null, open: null });
  showLogin(root, begin);
}

window.addEventListener("popstate", () => {
  if (!state.me) return;
  readAddress();
  list.draw();
  list.load();
  drawFigures();
  if (state.open) drawer.open(state.tab, state.open);
  else drawer.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.matches("input, select, textarea") || state.open) return;
  event.preventDefault();
  document.getElementById("search")?.focus();
});

setInterval(() => { if (state.me && connection === "live" && !document.hidden) loadSummary(); }, 60_000);

begin();
