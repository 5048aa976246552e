// What someone brings into an open item: photos, and a Word document.

import { withPicture } from "./draft.js";
import { isPhoto, ready } from "./photos.js";
import { bytesOf, fromBase64, toBase64 } from "./server.js";
import { fill, inWords } from "./words.js";

const WORD = /\.docx?$|\.odt$/i;

export function isWord(file) {
  return WORD.test(file.name);
}

// Adds photos to an item's cards; gives the sentences about those that could not be taken.
export async function addPhotos(space, key, files) {
  const { plan } = space.app;
  const faults = [];
  for (const file of files) {
    try {
      const photo = await ready(file, plan);
      space.change(key, (before) => {
        const { draft, name } = withPicture(before, photo); // here, since another may have come while this one was read
        const { form, pictures } = draft;
        // Who took the last one often took this one too.
        const credit = form.photos?.at(-1)?.credit;
        return {
          pictures,
          form: { ...form, photos: [...(form.photos ?? []), { file: name, ...(credit && { credit }) }] },
        };
      });
    } catch (fault) {
      faults.push(inWords(fault, plan.words));
    }
  }
  return faults;
}

// A picture that a field names itself, such as a logo; gives its name.
export async function addPicture(space, key, file) {
  const photo = await ready(file, space.app.plan);
  let name = "";
  space.change(key, (before) => {
    const found = withPicture(before, photo);
    name = found.name;
    return { pictures: found.draft.pictures };
  });
  return name;
}

// Fills the form from a Word document: nothing that was written before is replaced. Gives what could not be taken over.
export async function addDocument(space, file) {
  const { plan, ask } = space.app;
  const said = await ask("read_word", { name: file.name, content: toBase64(await bytesOf(file)) });
  const language = plan.languages.includes(said.language) ? said.language : plan.languages[0];
  let { body } = said;
  let draft = space.root;
  const photos = [];
  for (const photo of said.photos ?? []) {
    const found = withPicture(draft, { name: photo.name, bytes: fromBase64(photo.content), type: "" });
    const { name } = found;
    if (name !== photo.name) body = body.replaceAll(`(${photo.name})`, `(${name})`);
    draft = found.draft;
    photos.push({
      file: name,
      words: { [language]: { alt: photo.alt || undefined, caption: photo.caption || undefined } },
    });
  }
  const { title } = draft.type;
  const before = draft.form[title]?.[language];
  const heading = before && said.title && before !== said.title ? `## ${said.title}\n\n` : "";
  const above = draft.form[plan.body]?.[language];
  const whole = [above, heading + body].filter(Boolean).join("\n\n");
  const form = {
    ...draft.form,
    [title]: { ...draft.form[title], [language]: before || said.title || undefined },
    [plan.body]: { ...draft.form[plan.body], [language]: whole || undefined },
    photos: [...(draft.form.photos ?? []), ...photos],
  };
  space.change("root", () => ({ form, pictures: draft.pictures }));
  return { lost: said.lost ?? [], text: fill(plan.words["word-taken"], { name: file.name }) };
}

// What was dropped or pasted, sorted: { photos, documents, strange }.
export function sorted(files) {
  const photos = files.filter(isPhoto);
  const documents = files.filter((file) => !isPhoto(file) && isWord(file));
  return { photos, documents, strange: files.filter((file) => !isPhoto(file) && !isWord(file)) };
}
