// Photos on their way in: a name of Latin letters, no more pixels than are kept, and not a word of metadata in git.
// Each is drawn anew, and what is about to be stored is looked at once more.

import { shortName } from "./latin.js";
import { bytesOf } from "./server.js";
import { bare } from "./stripping.js";
import { fill, Refusal } from "./words.js";

const KINDS = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" };

// Whether a file is to be taken for a photo, and not for a text: by its kind, or by its name where it has none.
export function isPhoto(file) {
  return file.type.startsWith("image/") || /\.(hei[cf]|jpe?g|png|webp|gif|bmp|avif|tiff?)$/i.test(file.name);
}

// The photo as it may be stored, under the name that it would have. Throws a Refusal that says what to do instead.
export async function ready(file, plan) {
  const fit = await fitted(file, plan);
  const bytes = bare(await bytesOf(fit));
  if (isMarked(bytes)) throw new Refusal(fill(plan.words["still-marked"], { name: file.name }));
  return { name: fit.name, bytes, type: fit.type };
}

// plateia.jpg, plateia-2.jpg: another photo is no reason to replace one of that name.
export function freeName(wanted, names) {
  const [stem, kind] = wanted.split(".");
  let name = wanted;
  for (let number = 2; names.has(name); number += 1) name = `${stem}-${number}.${kind}`;
  return name;
}

// Apple's photos; others that begin as a photo does and don't open are cut off.
const HEIC = /^....ftyp(hei|hev|mif1|msf1)/s;
const PHOTO = /^(\xff\xd8\xff|\x89PNG|RIFF....WEBP|GIF8|BM|....ftypavif)/s;

// What else is called .jpg, by how it begins, and the name by which programs know it.
const OTHERS = [
  [/^(II\*\0|MM\0\*)/, "TIFF"],
  [/^8BPS/, "Photoshop (PSD)"],
  [/^%PDF/, "PDF"],
  [/^%!PS/, "EPS"],
  [/^(\xff\x0a|\0\0\0\x0cJXL )/, "JPEG XL"],
  [/^\0\0\0\x0cjP {2}/, "JPEG 2000"],
  [/^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg/is, "SVG"],
];

// A file as a picture that is ready to be drawn. Throws a Refusal that says what the file is instead.
async function opened(file, plan) {
  const size = await sizeOf(file);
  const begins = String.fromCharCode(...new Uint8Array(await file.slice(0, 512).arrayBuffer()));
  const refuse = (why, kind = "") =>
    new Refusal(fill(plan.words[why], { name: file.name, most: plan.pixels / 1e6, kind }));
  if (size > plan.pixels) throw refuse("too-many-pixels");
  try {
    return await createImageBitmap(file);
  } catch {
    if (HEIC.test(begins)) throw refuse("heic");
    const other = OTHERS.find(([start]) => start.test(begins));
    if (other) throw refuse(other[1] === "PDF" ? "a-pdf" : "other-picture", other[1]);
    throw refuse(!begins || PHOTO.test(begins) ? "cut-off" : "not-a-picture");
  }
}

// How many pixels a picture says it has, before it is unpacked: some would fill the memory. 0 where it is none.
async function sizeOf(file) {
  const image = new Image();
  const address = URL.createObjectURL(file);
  const ended = new Promise((done) => {
    image.onload = image.onerror = done;
  });
  image.src = address;
  await ended;
  URL.revokeObjectURL(address);
  return image.naturalWidth * image.naturalHeight;
}

async function fitted(file, plan) {
  const image = await opened(file, plan);
  const scale = Math.min(1, plan.side / Math.max(image.width, image.height));
  let kind = KINDS[file.type] ? file.type : "image/jpeg";
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  const drawn = (type) => new Promise((done) => canvas.toBlob(done, type, 0.92));
  let found = await drawn(kind);
  if (found.size > plan.most) found = await drawn((kind = "image/jpeg")); // a photo as PNG: larger than what is kept
  const stem = file.name.replace(/\.[^.]*$/, "");
  const name = shortName(stem, plan.latin, 40) || "photo";
  return new File([found], `${name}.${KINDS[kind]}`, { type: kind });
}

// Whether a picture's bytes carry what a camera or a program wrote about it.
export function isMarked(bytes) {
  const at = (place, length) => String.fromCharCode(...bytes.slice(place, place + length));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at(0, 4) === "RIFF")
    return walk(12, (place) => [at(place, 4), 8 + view.getUint32(place + 4, true)], 2, ["EXIF", "XMP "]);
  if (at(1, 3) === "PNG")
    return walk(8, (place) => [at(place + 4, 4), 12 + view.getUint32(place)], 1, ["eXIf", "tEXt", "zTXt", "iTXt"]);
  const text = new TextDecoder("latin1").decode(bytes);
  return ["Exif\0\0", "http://ns.adobe.com/xap", "Photoshop 3.0"].some((mark) => text.includes(mark));

  function walk(start, step, even, marks) {
    for (let place = start; place + 8 <= bytes.length; ) {
      const [name, size] = step(place);
      if (marks.includes(name)) return true;
      place += Math.ceil(size / even) * even;
    }
    return false;
  }
}
