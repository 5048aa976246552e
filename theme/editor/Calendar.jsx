// A month to choose a day from, after WAI-ARIA's pattern of a date picker: arrows go from day to day, Page Up and Page
// Down from month to month, with Shift from year to year.

import { useEffect, useRef, useState } from "react";
import { useApp } from "./context.js";
import { dayOf, inFull, localeOf, plusDays, plusMonths, today, weekday, weeksOf } from "./days.js";
import { Dialog } from "./Dialog.jsx";

const MONDAY = Date.UTC(2024, 0, 1);
const YEAR = 12;

const KEYS = {
  ArrowLeft: (day) => plusDays(day, -1),
  ArrowRight: (day) => plusDays(day, 1),
  ArrowUp: (day) => plusDays(day, -7),
  ArrowDown: (day) => plusDays(day, 7),
  Home: (day) => plusDays(day, -weekday(day)),
  End: (day) => plusDays(day, 6 - weekday(day)),
  PageUp: (day, isFar) => plusMonths(day, isFar ? -YEAR : -1),
  PageDown: (day, isFar) => plusMonths(day, isFar ? YEAR : 1),
};

export function Calendar({ title, value, onPick, onClose }) {
  const { words, plan } = useApp();
  const [day, setDay] = useState(dayOf(value));
  const grid = useRef(null);
  const isByKey = useRef(false);
  useEffect(() => {
    if (isByKey.current) grid.current.querySelector("[tabindex='0']").focus();
    isByKey.current = false;
  }, [day]);
  const press = (event) => {
    const move = KEYS[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    isByKey.current = true;
    setDay(move(day, event.shiftKey));
  };
  const turn = (sign, name, count) => (
    <button
      type="button"
      className="sign"
      aria-label={words[name]}
      title={words[name]}
      onClick={() => setDay(plusMonths(day, count))}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
  return (
    <Dialog title={title} onClose={onClose} closes="cancel">
      <div className="month">
        {turn("«", "year-before", -YEAR)}
        {turn("‹", "month-before", -1)}
        <p role="status">{inFull(day.slice(0, 7), plan.language)}</p>
        {turn("›", "month-after", 1)}
        {turn("»", "year-after", YEAR)}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: of a date picker WAI-ARIA makes a grid of a table */}
      <table className="days" role="grid" aria-label={title} ref={grid} onKeyDown={press}>
        <thead>
          <tr>
            {namesOfDays(plan.language).map(([short, long]) => (
              <th key={long} scope="col" abbr={long}>
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(day).map((week) => (
            <tr key={week.find(Boolean)}>
              {week.map((one, number) => (
                // biome-ignore lint/a11y/useAriaPropsSupportedByRole: a cell of a grid can be selected
                <td key={one || `none-${number}`} aria-selected={one ? one === (value ?? "").slice(0, 10) : undefined}>
                  {one && (
                    <button
                      type="button"
                      tabIndex={one === day ? 0 : -1}
                      data-first={one === day || undefined}
                      aria-current={one === today() ? "date" : undefined}
                      aria-label={inFull(one, plan.language)}
                      onClick={() => onPick(one)}
                    >
                      {Number(one.slice(8))}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

function namesOfDays(language) {
  const named = (weekday) => new Intl.DateTimeFormat(localeOf(language), { weekday, timeZone: "UTC" });
  const days = Array.from({ length: 7 }, (_, number) => new Date(MONDAY + number * 864e5));
  return days.map((day) => [named("short").format(day), named("long").format(day)]);
}
