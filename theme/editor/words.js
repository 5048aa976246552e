// What the page tells an editor: sentences of gazette/editing.yml, and never a fault's own words alone.

export function fill(words, facts) {
  return words.replace(/\{([\w-]+)\}/g, (_, name) => facts[name] ?? "");
}

// Something that the page will not do, and says why. Written as text it is its sentence, without an "Error:" before it.
export class Refusal extends Error {
  static #said = new Set();

  constructor(sentence) {
    super(sentence);
    Refusal.#said.add(sentence);
  }

  toString() {
    return this.message;
  }

  // What to say of a fault, be it an Error or its message: a refusal as it stands; of anything else what to do about it,
  // and last what a technician needs.
  static inWords(fault, plan) {
    const message = String(fault?.message ?? fault);
    if (Refusal.#said.has(message)) return message;
    return fill(plan.words.unexpected, { fault: message.replace(/^(\w*(Error|Exception): ?)+/, "") });
  }
}
