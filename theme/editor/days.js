// Days as files write them, `2026-02-03`: in words, and counted on and back.

const FULL = /^\d{4}-\d{2}-\d{2}/;

export function localeOf(language) {
  return language === "el" ? "el-GR" : "en-GB";
}

// A date of a file in the words of a language: a year, a month, a day, or a day and time.
export function inFull(value, language) {
  const [year, month, day, hour, minute] = String(value)
    .split(/[-T :]/)
    .map(Number);
  if (!year) return "";
  const given = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0));
  const parts = {
    year: "numeric",
    ...(month && { month: "long" }),
    ...(day && { day: "numeric", weekday: "long" }),
    ...(hour !== undefined && { hour: "2-digit", minute: "2-digit", hour12: false }),
  };
  return new Intl.DateTimeFormat(localeOf(language), { ...parts, timeZone: "UTC" }).format(given);
}

export function today() {
  const now = new Date();
  return written(new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())));
}

// The day of a value that may be no whole day: of a year or a month its first, of nothing today.
export function dayOf(value) {
  const whole = /^\d{4}(-\d{2})?$/.test(value ?? "") ? `${value}-01-01`.slice(0, 10) : (value ?? "").slice(0, 10);
  const isDay = FULL.test(whole) && !Number.isNaN(Date.parse(whole));
  return isDay ? whole : today();
}

export function plusDays(day, count) {
  const date = new Date(day);
  date.setUTCDate(date.getUTCDate() + count);
  return written(date);
}

// The same day of another month, or the last of one that is shorter.
export function plusMonths(day, count) {
  const date = new Date(day);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return written(date);
}

// How many days of its week lie before a day; weeks begin on Monday.
export function weekday(day) {
  return (new Date(day).getUTCDay() + 6) % 7;
}

// The weeks of a day's month, each with its seven days; those of other months are left empty.
export function weeksOf(day) {
  const month = day.slice(0, 7);
  const first = `${month}-01`;
  const weeks = [];
  for (let start = plusDays(first, -weekday(first)); start.slice(0, 7) <= month; start = plusDays(start, 7))
    weeks.push(
      Array.from({ length: 7 }, (_, count) => plusDays(start, count)).map((one) => (one.startsWith(month) ? one : "")),
    );
  return weeks;
}

function written(date) {
  return date.toISOString().slice(0, 10);
}
