// Half-precision numbers in host memory, as their bits: IEEE binary16 ("F16") and bfloat16 ("BF16", the upper half of a
// float32). Rounding is to nearest, ties to even, as other tools round.

const bits = new Uint32Array(1);
const real = new Float32Array(bits.buffer);

function roundShift(value: number, shift: number): number {
  const kept = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}

/** Float32 → bits of the nearest binary16; too large becomes infinity. */
export function toFloat16(x: number): number {
  real[0] = x;
  const sign = (bits[0] >>> 16) & 0x8000;
  const magnitude = bits[0] & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) return sign | (roundShift(magnitude, 13) - 0x1c000);
  if (magnitude < 0x33000000) return sign;
  const exponent = magnitude >>> 23;
  return sign | roundShift((magnitude & 0x7fffff) | 0x800000, 126 - exponent);
}

/** Bits of a binary16 → the number. */
export function fromFloat16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Float32 → bits of the nearest bfloat16. */
export function toBfloat16(x: number): number {
  real[0] = x;
  if ((bits[0] & 0x7fffffff) > 0x7f800000) return (bits[0] >>> 16) | 0x40;
  return roundShift(bits[0], 16);
}

/** Bits of a bfloat16 → the number. */
export function fromBfloat16(half: number): number {
  bits[0] = half << 16;
  return real[0];
}
