// Decap CMS starts by itself unless told to wait: page.js makes it ready first.
window.CMS_MANUAL_INIT = true;

// On one's own machine the address ends in the key to the files (`#key=…`): it is kept for this origin, and not shown.
if (/^#key=[0-9a-f]+$/.test(location.hash)) {
  localStorage.setItem("house:key", location.hash.slice("#key=".length));
  history.replaceState(null, "", location.pathname);
}

// What it knows lies in a Redux store, which it shows to Redux's developer tools where there are any. The house stands in
// their place: store.js says what happens here; until it has come, everything passes.
window.HOUSE = { reduced: (state) => state, passed: (action, next) => next(action) };
window.__REDUX_DEVTOOLS_EXTENSION_COMPOSE__ = (enhancer) => (createStore) =>
  enhancer((reducer, first) => {
    const store = createStore((state, action) => window.HOUSE.reduced(reducer(state, action), action, state), first);
    return { ...store, dispatch: (action) => window.HOUSE.passed(action, store.dispatch, store.getState) };
  });
