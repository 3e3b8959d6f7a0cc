// Values as people read them: amounts in 亿 and 万, areas, dates of the precision that was given.
import { lang, t } from "./words.js";

const CURRENCY = { CNY: "元", USD: "美元", EUR: "欧元", JPY: "日元", HKD: "港元" };
/** What a currency is called; what is none stays as it is. */
export const currency = (code) => (lang() === "zh" ? CURRENCY[code] ?? code : code);
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const rounded = (number, digits) =>
  number.toLocaleString("en-US", { maximumFractionDigits: digits, minimumFractionDigits: 0 });

/** An exact decimal text with thousands separated; no float is involved. */
export function exact(text) {
  const [whole, fraction = ""] = String(text).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const rest = fraction.replace(/0+$/, "");
  return rest ? `${grouped}.${rest}` : grouped;
}

/** An amount to read at a glance; `exact` has all its digits. Returns [number, unit]. */
export function moneyParts(amount, currency) {
  const value = Number(amount);
  const size = Math.abs(value);
  if (lang() === "zh") {
    const name = CURRENCY[currency] ?? currency;
    if (size >= 1e8) return [rounded(value / 1e8, 2), `亿${name}`];
    if (size >= 1e4) return [rounded(value / 1e4, size >= 1e7 ? 0 : 2), `万${name}`];
    return [rounded(value, 2), name];
  }
  if (size >= 1e9) return [rounded(value / 1e9, 2), `bn ${currency}`];
  if (size >= 1e6) return [rounded(value / 1e6, 2), `m ${currency}`];
  return [rounded(value, 2), currency];
}

export const money = (amount, currency) => moneyParts(amount, currency).join(lang() === "zh" ? "" : " ");

export function exactMoney(amount, currency) {
  return lang() === "zh" ? `${exact(amount)} ${CURRENCY[currency] ?? currency}` : `${currency} ${exact(amount)}`;
}

/** Square metres. Returns [number, unit]. */
export function areaParts(text) {
  const value = Number(text);
  if (lang() === "zh" && value >= 1e4) return [rounded(value / 1e4, 2), "万㎡"];
  return [rounded(value, 0), lang() === "zh" ? "㎡" : "m²"];
}

/** Square metres in the fewest words, for narrow places. */
export function shortArea(text) {
  const [number, unit] = areaParts(text);
  return unit === "万㎡" ? `${rounded(Number(text) / 1e4, 1)}${unit}` : `${number} ${unit}`;
}

export const area = (text) => areaParts(text).join(" ");

/** A date as precise as it was given: 2020, 2020-04 or 2020-04-28. */
export function fuzzyDate(text) {
  const [year, month, day] = text.split("-");
  if (lang() === "zh") return `${year}年${month ? `${Number(month)}月` : ""}${day ? `${Number(day)}日` : ""}`;
  return [day ? Number(day) : "", month ? MONTHS[month - 1] : "", year].filter(Boolean).join(" ");
}

/** Days from the district's date until a day; null where the day is not known exactly. */
export function daysUntil(day, today) {
  return /^\d{4}-\d{2}-\d{2}$/.test(day ?? "") ? Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000) : null;
}

const parts = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});

/** A moment in the district's time zone, to the minute. */
export function moment(text) {
  const at = Object.fromEntries(parts.formatToParts(new Date(text)).map((p) => [p.type, p.value]));
  return `${at.year}-${at.month}-${at.day} ${at.hour}:${at.minute}`;
}

/** The same to the second: what is proven by its time is shown as it was taken down. */
export const exactMoment = (text) => `${moment(text)}:${String(new Date(text).getUTCSeconds()).padStart(2, "0")}`;

export function age(seconds) {
  if (seconds < 60) return t("justNow");
  const [n, unit] = seconds < 3600 ? [seconds / 60, 0] : seconds < 86400 ? [seconds / 3600, 1] : [seconds / 86400, 2];
  const whole = Math.floor(n);
  return t("ago", lang() === "zh" ? `${whole} ${["分钟", "小时", "天"][unit]}` : `${whole} ${["min", "h", "d"][unit]}`);
}
