// What was not saved is kept in this browser (IndexedDB), with the photos that it took in: for whoever wrote it, in the
// proposal in which they wrote it. Each time that an item is opened its copy is another, so that none is lost by what
// is written beside it, in another tab or while it is still offered.

const KEPT = ["form-kept", "kept"];
// Where it was kept before: each item once, and not whose it is.
const BEFORE = ["form", "unsaved"];

function base([name, store]) {
  return new Promise((done, fail) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      const made = request.result.createObjectStore(store, { keyPath: name === KEPT[0] ? "id" : "key" });
      if (name === KEPT[0]) made.createIndex("owner", "owner");
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

async function within(place, mode, order) {
  const opened = await base(place);
  try {
    const transaction = opened.transaction(place[1], mode);
    const request = order(transaction.objectStore(place[1]));
    return await new Promise((done, fail) => {
      transaction.oncomplete = () => done(request?.result);
      transaction.onerror = transaction.onabort = () => fail(transaction.error);
    });
  } finally {
    opened.close();
  }
}

// The copies of one owner; those of others are neither shown nor touched. A copy: { id, owner, key, title, collection,
// at, drafts }, where `key` names the item.
export function shelfOf(owner) {
  const all = async () => {
    const found = await within(KEPT, "readonly", (store) => store.index("owner").getAll(owner));
    return found.sort((one, other) => other.at - one.at);
  };
  const put = (copy) => within(KEPT, "readwrite", (store) => store.put({ ...copy, owner }));
  return {
    all,
    put,
    of: async (key) => (await all()).filter((copy) => copy.key === key),
    drop: (id) => within(KEPT, "readwrite", (store) => store.delete(id)),
    // The item has another address: its copies go with it.
    move: async (folder, target) => {
      for (const copy of await all()) {
        if (`${copy.key}/`.startsWith(`${folder}/`)) await put(moved(copy, folder, target));
      }
    },
  };
}

function moved(copy, folder, target) {
  const lead = (path) => (`${path}/`.startsWith(`${folder}/`) ? target + path.slice(folder.length) : path);
  const names = (raws) => Object.fromEntries(Object.entries(raws).map(([path, text]) => [lead(path), text]));
  const slug = target.slice(target.lastIndexOf("/") + 1);
  const drafts = copy.drafts.map((draft) => {
    const own = draft.path.slice(0, draft.path.lastIndexOf("/")) === folder;
    const form = own && draft.form.slug ? { ...draft.form, slug } : draft.form;
    return { ...draft, form, path: lead(draft.path), raws: names(draft.raws) };
  });
  return { ...copy, key: lead(copy.key), drafts };
}

// What was kept before it was noted whose it is. On one's own machine it is one's own; where several people sign in no
// one can tell, so there it stays where it is.
export async function takeOver(shelf) {
  for (const { key, ...copy } of await within(BEFORE, "readonly", (store) => store.getAll())) {
    await shelf.put({ ...copy, key, id: `${key} ${copy.at}` });
    await within(BEFORE, "readwrite", (store) => store.delete(key));
  }
}
