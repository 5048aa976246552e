// What the page tells an editor: sentences of gazette/editorial/cms_config.yml, and never a fault's own words alone.

// How browsers say that a server did not answer.
const UNREACHED = /failed to fetch|networkerror|load failed|network connection was lost|request timed? ?out|aborted/i;

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

  // What to say of a fault, be it an Error or its message: a refusal as it stands; of anything else what to do about
  // it, and last what a technician needs.
  static inWords(fault, plan) {
    const message = String(fault?.message ?? fault);
    // The form's engine says more before it.
    const [said] = [...Refusal.#said].filter((sentence) => message.endsWith(sentence));
    if (said) return said;
    if (UNREACHED.test(message) || !navigator.onLine) return plan.words["no-connection"];
    return fill(plan.words.unexpected, { fault: message.replace(/^(\w*(Error|Exception): ?)+/, "") });
  }
}
