// Several indexes that answer as one would: a large site's is in parts. No DOM here.

const WEIGHTS = SETTINGS.ranking.metaWeights;

/** How much a term says that `number` of `all` records have, as Pagefind counts it. */
const rarity = (number, all) => Math.log((all - number + 0.5) / (number + 0.5) + 1);

export class Parts {
  /** Of each part its `folder`, Pagefind's `index` of it, and its `size`, in records; the newest first. */
  constructor(parts) {
    this.parts = parts;
    this.size = parts.reduce((sum, { size }) => sum + size, 0);
    this.asked = new Map();
  }

  /** What has all of these terms, best first. A part by itself would rank by how rare a term is in it alone, and take
   *  no notice of one that it lacks: each term is asked for apart, and the sums are Pagefind's own. */
  async search(terms) {
    const all = await Promise.all([...new Set(terms.split(" "))].map((term) => this.having(term)));
    const whole = all.reduce((sum, { rare }) => sum + rare, 0);
    const [fewest, ...others] = all.filter(({ found }) => found.size).sort((one, two) => two.rare - one.rare);
    const results = [...(fewest?.found.keys() ?? [])]
      .filter((id) => others.every(({ found }) => found.has(id)))
      .map((id) => ({ id, score: scored(id, [fewest, ...others], whole) }));
    return { results: results.sort((one, two) => two.score - one.score) };
  }

  /** How rare a term is, and what has it: record → the fields that do, and how many `times`. */
  having(term) {
    if (!this.asked.has(term)) this.asked.set(term, this.counted(term));
    return this.asked.get(term);
  }

  // What ranks alike comes from each part in turn, so that a later one is not always behind.
  async counted(term) {
    const answers = await Promise.all(
      this.parts.map(async (part) => told(part, (await part.index.search(term)).results)),
    );
    const turns = answers.flat().sort((one, two) => one.place - two.place);
    const found = new Map(turns.map(({ id, fields, times }) => [id, { fields, times }]));
    return { found, rare: rarity(found.size, this.size) };
  }
}

function told({ folder, size }, results) {
  const rare = rarity(results.length, size);
  return results.map(({ id, score, matchedMetaFields: fields = [] }, place) => ({
    id: folder + id,
    place,
    fields,
    times: times(score / rare, fields),
  }));
}

/** How many words a record has that begin as was asked, on an average of its fields: the third power of this is in
 *  Pagefind's score of one term. Rounded, since only so those are equal that should be. */
const times = (score, fields) =>
  Math.round(1000 * Math.cbrt(score / fields.reduce((sum, field) => sum + WEIGHTS[field], 0))) / 1000;

/** Of each field of a record, how much of what was asked for is in it: as Pagefind sums it up. */
function scored(id, having, whole) {
  const matched = new Map();
  for (const { found, rare } of having) {
    const { fields, times } = found.get(id);
    for (const field of fields) matched.set(field, (matched.get(field) ?? 0) + rare * times);
  }
  return [...matched].reduce((sum, [field, had]) => sum + WEIGHTS[field] * had * (had / whole) ** 2, 0);
}
