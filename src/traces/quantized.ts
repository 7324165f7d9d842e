// Numbers of a known range in one or two bytes each: enough for what is drawn.
import {packBytes, packIntegers, unpack} from "./packed.js";
import {number, object, text} from "./schema.js";
import type {Static} from "./schema.js";

/** A field of quantized numbers. */
export const quantized = (doc: string) =>
  object(
    {
      low: number("what 0 stands for"),
      high: number("what the largest integer stands for, 255 or 65535"),
      values: text("packed integers, `u8:` or `u16:`")
    },
    doc
  );

export type Quantized = Static<ReturnType<typeof quantized>>;

/** `values` within [low, high] in bytes, or in two bytes each. @throws on a value outside, naming it */
export function quantize(values: ArrayLike<number>, low: number, high: number, bits: 8 | 16): Quantized {
  const top = 2 ** bits - 1;
  const whole = Array.from(values, (value) => {
    if (!(value >= low && value <= high)) throw new Error(`quantize: ${value} is outside [${low}, ${high}]`);
    return high === low ? 0 : Math.round(((value - low) / (high - low)) * top);
  });
  return {low, high, values: bits === 8 ? packBytes(whole) : packIntegers(whole)};
}

/** The numbers again, each off by half a step at most. */
export function dequantize({low, high, values}: Quantized): Float32Array {
  const whole = unpack(values);
  const top = 2 ** (8 * whole.BYTES_PER_ELEMENT) - 1;
  return Float32Array.from(whole, (value) => low + (value / top) * (high - low));
}
