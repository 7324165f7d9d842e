// Numbers of a known range in one or two bytes each: enough for what is drawn.
import {packBytes, packIntegers, unpack} from "./packed.js";

/** Packed integers from 0 to 255 or 65535, and what the ends stand for. */
export interface Quantized {
  readonly low: number;
  readonly high: number;
  readonly values: string;
}

/** `values` within [low, high] in bytes, or in two bytes each. @throws on a value outside, naming it */
export function quantize(values: ArrayLike<number>, low: number, high: number, bits: 8 | 16): Quantized {
  const top = 2 ** bits - 1;
  const whole = Array.from(values, (value) => {
    if (!(value >= low && value <= high)) throw new Error(`quantize: ${value} is outside [${low}, ${high}]`);
    return high === low ? 0 : Math.round(((value - low) / (high - low)) * top);
  });
  return {low, high, values: bits === 8 ? packBytes(whole) : packIntegers(whole)};
}

/** The numbers again, each off by half a step at most, and none outside [low, high]. */
export function dequantize({low, high, values}: Quantized): Float64Array {
  const whole = unpack(values);
  const top = 2 ** (8 * whole.BYTES_PER_ELEMENT) - 1;
  return Float64Array.from(whole, (value) => Math.min(high, low + (value / top) * (high - low)));
}
