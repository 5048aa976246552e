// Ways to an item, and to a field of it.

// Where an item is edited: what stands after the address of the form.
export function addressOf({ key }) {
  return key.startsWith("new/") ? `#/${key}` : `#/edit/${key}`;
}

// Brings someone to a field, whatever it is made of and wherever it is folded away.
export function goTo(id) {
  let found = null;
  for (let parts = id.split("_"); !found && parts.length; parts = parts.slice(0, -1))
    found = document.getElementById(parts.join("_"));
  if (!found) return;
  for (let box = found.closest("details"); box; box = box.parentElement?.closest("details")) box.open = true;
  const control = found.matches("input, textarea, select, button, [tabindex='-1']")
    ? found
    : found.querySelector("input:not([type=file]), textarea, select, button");
  (control ?? found).focus();
  (control ?? found).scrollIntoView({ block: "center" });
}

// What is pressed at a problem goes with it: the focus goes on to the field.
export function stayAt(id, mend) {
  mend();
  goTo(id);
}
