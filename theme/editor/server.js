// The one interface of this machine's server: an action with its parameters, and its answer or a refusal in words.

import { withKey } from "./key.js";
import { fill, Refusal } from "./words.js";

// `owner`: whose unsaved work the page keeps, once it is known. The server refuses what comes from anyone else's page.
export function serverFor(words, owner) {
  return async function ask(action, params = {}) {
    const headers = { "Content-Type": "application/json; charset=utf-8" };
    const body = JSON.stringify({ action, params, owner });
    const response = await fetch("api/v1", { method: "POST", body, ...withKey(headers) });
    const said = await response.json().catch(() => ({}));
    if (response.ok) return said;
    const sentence = said.message ?? words[said.error];
    if (sentence) throw new Refusal(fill(sentence, said), said.error, said);
    throw new Error(said.error ?? `${response.status}`);
  };
}

// The plan of the form, for who has the key; null for anyone else.
export async function readPlan() {
  const response = await fetch("plan.json", withKey());
  return response.ok ? response.json() : null;
}

export async function bytesOf(file) {
  return new Uint8Array(await file.arrayBuffer());
}

export function toBase64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000)
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(text);
}

export function fromBase64(content) {
  return Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
}

const sent = new Map(); // base64 of a picture → its SHA-256, once the server has it

// An order with pictures: each is sent in full once, and named by its digest from then on.
export async function sendPictures(ask, action, params) {
  const { pictures, ...changes } = params.changes;
  const named = (wanted) => ({ ...params, changes: { ...changes, pictures: wanted } });
  const short = Object.fromEntries(
    Object.entries(pictures).map(([path, content]) => [
      path,
      sent.has(content) ? { sha256: sent.get(content) } : content,
    ]),
  );
  const all = Object.values(pictures).filter(Boolean);
  try {
    const said = await ask(action, named(short));
    for (const content of all) if (!sent.has(content)) sent.set(content, await sha256(fromBase64(content)));
    return said;
  } catch (fault) {
    if (fault.word !== "picture-unknown") throw fault;
    sent.clear();
    return ask(action, named(pictures));
  }
}

export async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
