// What the page tells an editor: sentences of gazette/editorial/form_page.yml, and never a fault's own words alone.

import { isOwnMachine } from "./key.js";

// How browsers say that a server did not answer.
const UNREACHED = /failed to fetch|networkerror|load failed|network connection was lost|request timed? ?out|aborted/i;

export function fill(words, facts) {
  return (words ?? "").replace(/\{([\w-]+)\}/g, (_, name) => facts[name] ?? "");
}

// Something that the page or its server will not do, and says why. `word` is the sentence's name, `facts` fill it in.
export class Refusal extends Error {
  constructor(sentence, word = "", facts = {}) {
    super(sentence);
    this.word = word;
    this.facts = facts;
  }
}

// What to say of a fault: a refusal as it is; of anything else what to do about it, and last what a technician needs.
export function inWords(fault, words) {
  if (fault instanceof Refusal) return fault.message;
  const message = String(fault?.message ?? fault);
  if (UNREACHED.test(message)) return words[isOwnMachine() ? "no-connection-here" : "no-connection"];
  return fill(words.unexpected, { fault: message });
}
