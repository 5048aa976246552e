// What stays at the top of every view: the bar of an open item, and below it what the page tells. It pushes what is
// written down, so that nothing is covered; where it would take too much of the screen, the bar goes away with the page.

import { useLayoutEffect, useRef } from "react";
import { Notices } from "./Notices.jsx";

const MOST = 0.16; // of the height of the screen, that the bar may take for good

// `barPlace` gets the element into which an open item puts its bar, `offerPlace` that for what was kept of it.
export function Head({ barPlace, offerPlace, notices, onClose }) {
  const head = useRef(null);
  useLayoutEffect(() => {
    const [bar, told] = head.current.children;
    let before = 0;
    const measure = () => {
      const isSmall = bar.offsetHeight <= innerHeight * MOST;
      const { style } = document.documentElement;
      style.setProperty("--bar-gone", isSmall ? "0px" : `${-bar.offsetHeight}px`);
      style.setProperty("--head", `${told.offsetHeight + (isSmall ? bar.offsetHeight : 0)}px`);
      if (told.offsetHeight > before) keepInView(document.activeElement, head.current);
      before = told.offsetHeight;
    };
    const watcher = new ResizeObserver(measure);
    watcher.observe(bar);
    watcher.observe(told);
    window.addEventListener("resize", measure);
    return () => {
      watcher.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, []);
  return (
    <div className="head" ref={head}>
      <div ref={barPlace} />
      <Notices offerPlace={offerPlace} notices={notices} onClose={onClose} />
    </div>
  );
}

// Whoever was writing goes on writing: what was pushed off the screen is brought back.
function keepInView(element, head) {
  if (!element?.closest("main, .form") || head.contains(element)) return;
  const { top, bottom } = element.getBoundingClientRect();
  if (bottom > innerHeight || top < head.getBoundingClientRect().bottom) element.scrollIntoView({ block: "nearest" });
}
