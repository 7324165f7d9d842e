// Long lists of numbers as text, for traces: little-endian base64 behind a prefix that names the element, `u16:AAEC…`.

const elements = {u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array} as const;

/** Integers from 0 to 255. */
export function packBytes(values: ArrayLike<number>): string {
  const bad = Array.from(values).find((value) => !(Number.isInteger(value) && value >= 0 && value <= 255));
  if (bad !== undefined) throw new Error(`packBytes: ${bad} (want integers in [0, 256))`);
  return `u8:${toBase64(Uint8Array.from(values))}`;
}

/** Non-negative integers, in 16 bits where they fit. */
export function packIntegers(values: ArrayLike<number>): string {
  const list = Array.from(values);
  const bad = list.find((value) => !(Number.isInteger(value) && value >= 0 && value <= 0xffffffff));
  if (bad !== undefined) throw new Error(`packIntegers: ${bad} (want integers in [0, 2^32))`);
  const small = list.every((value) => value <= 0xffff);
  return small ? `u16:${toBase64(Uint16Array.from(list))}` : `u32:${toBase64(Uint32Array.from(list))}`;
}

/** Single-precision numbers, exactly. */
export function packFloats(values: ArrayLike<number>): string {
  return `f32:${toBase64(Float32Array.from(values))}`;
}

/** What `packBytes`, `packIntegers` or `packFloats` wrote. Throws on anything else. */
export function unpack(text: string): Uint8Array | Uint16Array | Uint32Array | Float32Array {
  const [, name = "", packed = ""] = /^(u8|u16|u32|f32):(.*)$/s.exec(text) ?? [];
  if (!(name in elements)) {
    throw new Error(`unpack: ${text.slice(0, 12)}… (want u8:, u16:, u32: or f32: and base64)`);
  }
  const Element = elements[name as keyof typeof elements];
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  if (bytes.length % Element.BYTES_PER_ELEMENT) {
    throw new Error(`unpack: ${bytes.length} bytes do not make whole elements of ${name}`);
  }
  return new Element(bytes.buffer);
}

function toBase64({buffer}: Uint8Array | Uint16Array | Uint32Array | Float32Array): string {
  let binary = "";
  for (const byte of new Uint8Array(buffer as ArrayBuffer)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
