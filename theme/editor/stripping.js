// A picture's bytes without whatever stands beside its pixels. Browsers add a colour profile (sRGB) to what they draw:
// readers' browsers take a picture without one for that anyway.

const text = (bytes, at, length) => String.fromCharCode(...bytes.subarray(at, at + length));
const number = (bytes, at) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);

export function bare(bytes) {
  if (text(bytes, 0, 4) === "RIFF") return bareWebp(bytes);
  if (text(bytes, 1, 3) === "PNG") return joined([bytes.subarray(0, 8), ...kept(bytes, 8, png)]);
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? bareJpeg(bytes) : bytes;
}

function joined(parts) {
  const made = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
}

// The parts of a picture that are its own: `read` gives of each its length and whether it is.
function kept(bytes, start, read) {
  const parts = [];
  for (let at = start; at + 8 <= bytes.length; ) {
    const [length, isOwn] = read(bytes, at);
    if (isOwn) parts.push(bytes.subarray(at, at + length));
    at += length;
  }
  return parts;
}

// Parts in capitals at their beginning are needed to show the picture; so is what is transparent in it.
function png(bytes, at) {
  const name = text(bytes, at + 4, 4);
  return [12 + number(bytes, at), /^[A-Z]/.test(name) || name === "tRNS"];
}

// APP1 to APP15 and comments go; what stands behind the start of the scan stays as it is.
function bareJpeg(bytes) {
  const parts = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const [kind, length] = [bytes[at + 1], 2 + bytes[at + 2] * 256 + bytes[at + 3]];
    if (!(kind > 0xe0 && kind <= 0xef) && kind !== 0xfe) parts.push(bytes.subarray(at, at + length));
    at += length;
  }
  return joined([...parts, bytes.subarray(at)]);
}

const PROFILE = 0x20;
const METADATA = 0x0c; // Exif and XMP

function bareWebp(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const read = (_, at) => {
    const size = view.getUint32(at + 4, true);
    return [8 + size + (size % 2), !["ICCP", "EXIF", "XMP "].includes(text(bytes, at, 4))];
  };
  const made = joined([bytes.subarray(0, 12), ...kept(bytes, 12, read)]);
  new DataView(made.buffer).setUint32(4, made.length - 8, true);
  if (text(made, 12, 4) === "VP8X") made[20] &= ~(PROFILE | METADATA);
  return made;
}
