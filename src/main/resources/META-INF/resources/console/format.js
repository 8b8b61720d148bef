// How times and numbers are written.
import { el } from "./dom.js";

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const FULL = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });
const NUMBER = new Intl.NumberFormat("en");
const STEPS = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 60],
  ["month", 24],
  ["year", Infinity],
];

export const number = (value) => NUMBER.format(value);
export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;
export const moment = (iso) => FULL.format(new Date(iso));

/** What a unit is divided by to become the next; days and months go on for longer than that, to be told closer. */
const SIZES = { second: 60, minute: 60, hour: 24, day: 30.44, month: 12 };

/** Such as "3 hours ago" or "in 12 days". */
export function relative(iso, now = Date.now()) {
  let amount = (new Date(iso).getTime() - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(Math.round(amount)) < size) return RELATIVE.format(Math.round(amount), unit);
    amount /= SIZES[unit];
  }
  return FULL.format(new Date(iso));
}

/** A time in words, in full for whoever points at it and for machines. */
export const time = (iso) => el("time", { datetime: iso, title: moment(iso) }, relative(iso));

/** Tokens are estimates for any one model. */
export const tokens = (count) => `${number(count)} tokens`;

export function duration(seconds) {
  if (seconds === 0) return "at once";
  for (const [unit, size] of [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (seconds % size === 0) return plural(seconds / size, unit);
  }
  return plural(seconds, "second");
}
