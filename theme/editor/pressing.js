// While a button of the mouse or a finger is down nothing is to move: what is pushed away while it is pressed gets no
// click.

const CLICK = 50; // milliseconds in which the click comes that belongs to a press
const LONGEST = 3000; // milliseconds after which nothing waits any more: of a list that opens, no end is told

// Gives a function whose promise comes true once nothing is pressed.
export function watchPresses(page) {
  let held = null;
  let free = null;
  let timer = 0;
  const hold = (time) => {
    clearTimeout(timer);
    held ??= new Promise((done) => {
      free = done;
    });
    timer = setTimeout(() => {
      held = null;
      free();
    }, time);
  };
  page.addEventListener("pointerdown", () => hold(LONGEST), true);
  for (const end of ["pointerup", "pointercancel"]) page.addEventListener(end, () => hold(CLICK), true);
  return async () => held;
}
