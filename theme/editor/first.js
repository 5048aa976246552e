// Decap CMS starts by itself unless told to wait: page.js makes it ready first.
window.CMS_MANUAL_INIT = true;

// On one's own machine the address ends in the key to the files (`#key=…`): it is kept for this origin, and taken out
// of the address bar.
if (/^#key=[0-9a-f]+$/.test(location.hash)) {
  localStorage.setItem("editor:key", location.hash.slice("#key=".length));
  history.replaceState(null, "", location.pathname);
}

// What Decap CMS knows lies in a Redux store, which it shows to Redux's developer tools where there are any. These
// hooks stand in their place: store.js says what they do; until it is loaded, everything passes unchanged.
window.storeHooks = { reduce: (state) => state, dispatch: (action, next) => next(action) };
window.__REDUX_DEVTOOLS_EXTENSION_COMPOSE__ = (enhancer) => (createStore) =>
  enhancer((reducer, first) => {
    const store = createStore(
      (state, action) => window.storeHooks.reduce(reducer(state, action), action, state),
      first,
    );
    return { ...store, dispatch: (action) => window.storeHooks.dispatch(action, store.dispatch, store.getState) };
  });
