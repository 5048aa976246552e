// A text area as high as its text: gives the reference that the area takes.

import { useEffect, useLayoutEffect, useRef } from "react";

export function useGrowing(value) {
  const area = useRef(null);
  const fit = () => {
    const found = area.current;
    if (!found) return;
    found.style.height = "auto";
    found.style.height = `${found.scrollHeight + 2}px`;
  };
  useLayoutEffect(fit, [value]);
  useEffect(() => {
    const watch = new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width !== watch.width) fit();
      watch.width = contentRect.width;
    });
    watch.observe(area.current);
    return () => watch.disconnect();
  }, []);
  return area;
}
