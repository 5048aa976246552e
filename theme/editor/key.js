// The key to the files of this machine. The address that `make edit` prints ends in it (`#key=…`): it is kept for this
// origin, and taken out of the address bar.

const PLACE = "editor:key";

export function takeKey() {
  if (!/^#key=[0-9a-f]+$/.test(location.hash)) return;
  localStorage.setItem(PLACE, location.hash.slice("#key=".length));
  history.replaceState(null, "", location.pathname);
}

// Whether the files are those of this machine, and not of a server on which people sign in.
export function isOwnMachine() {
  return Boolean(localStorage.getItem(PLACE));
}

export function withKey(headers = {}) {
  const key = localStorage.getItem(PLACE);
  return { headers: key ? { ...headers, "X-Editor-Key": key } : headers };
}
