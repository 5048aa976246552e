// The field of the home page: of the cities below it, it leaves those that are called so, in whatever spelling. Without
// this script all of them stand there, and the field leads to the search.

const REST = 500; // thousandths of a second without a letter: what is left is told then, and not within a word
const field = document.getElementById("city");
const cities = document.getElementById("cities");

const sounds = (text) =>
  stretches(text)
    .flatMap(({ parts, whole }) => (parts.length ? parts.map(({ word }) => word) : [whole]))
    .map(soundOf)
    .filter(Boolean);

if (field && cities) {
  const told = document.getElementById("cities-told");
  const said = JSON.parse(told.dataset.words);
  const entries = [...cities.children].map((entry) => ({
    entry,
    link: entry.querySelector("a"),
    names: sounds(entry.dataset.names),
  }));
  const left = () => entries.filter(({ entry }) => !entry.hidden);
  let resting = 0;

  const tell = () => {
    const shown = left();
    if (!field.value.trim()) told.textContent = "";
    else if (shown.length === 1) told.textContent = said.one.replace("{name}", shown[0].link.textContent);
    else told.textContent = (shown.length ? said.several : said.none).replace("{n}", shown.length);
  };
  const choose = () => {
    const asked = sounds(field.value);
    for (const { entry, names } of entries)
      entry.hidden = !asked.every((part) => names.some((name) => name.startsWith(part)));
    clearTimeout(resting);
    resting = setTimeout(tell, REST);
  };

  field.addEventListener("input", choose);
  field.form.addEventListener("submit", (event) => {
    const [only, ...others] = left();
    if (only && !others.length && field.value.trim()) {
      event.preventDefault();
      location.assign(only.link.href);
    }
  });
  // Whoever comes back finds the field as it was left, and the cities with it.
  addEventListener("pageshow", choose);
}
