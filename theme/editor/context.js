// What all parts of the page know: its words and its server (`useApp`), and the item that is open (`useWork`).

import { createContext, useContext } from "react";

export const App = createContext(null);
export const Work = createContext(null);
export const Where = createContext({ key: "root" });

export const useApp = () => useContext(App);
export const useWork = () => useContext(Work);
export const useWhere = () => useContext(Where);
