// What was not saved is kept in this browser (IndexedDB), each item under its own name, with the photos that it took
// in.

const BASE = "form";
const STORE = "unsaved";

function base() {
  return new Promise((done, fail) => {
    const request = indexedDB.open(BASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

async function within(mode, order) {
  const opened = await base();
  try {
    const transaction = opened.transaction(STORE, mode);
    const request = order(transaction.objectStore(STORE));
    return await new Promise((done, fail) => {
      transaction.oncomplete = () => done(request.result);
      transaction.onerror = transaction.onabort = () => fail(transaction.error);
    });
  } finally {
    opened.close();
  }
}

export const backups = {
  all: () => within("readonly", (store) => store.getAll()),
  get: (key) => within("readonly", (store) => store.get(key)),
  put: (kept) => within("readwrite", (store) => store.put(kept)),
  drop: (key) => within("readwrite", (store) => store.delete(key)),
};
