import type {Image} from "./image.js";

/** Weights of the four pixels around a place that lies `t` behind the second (Keys 1981 with a = −1/2: Catmull and Rom). */
function weights(t: number, out: Float64Array): void {
  out[0] = t * (-0.5 + t * (1 - 0.5 * t));
  out[1] = 1 + t * t * (-2.5 + 1.5 * t);
  out[2] = t * (0.5 + t * (2 - 1.5 * t));
  out[3] = t * t * (-0.5 + 0.5 * t);
}

const wx = new Float64Array(4);
const wy = new Float64Array(4);

/** Like bilinear, from 4 × 4 pixels: sharper, and it may leave 0 to 255 beside strong edges. */
export function bicubic({width, height, data}: Image, x: number, y: number, out: Float32Array, offset: number): void {
  const cx = Math.min(width - 1, Math.max(0, x));
  const cy = Math.min(height - 1, Math.max(0, y));
  const [x0, y0] = [Math.floor(cx), Math.floor(cy)];
  weights(cx - x0, wx);
  weights(cy - y0, wy);
  let [r, g, b] = [0, 0, 0];
  for (let j = 0; j < 4; j++) {
    const row = Math.min(height - 1, Math.max(0, y0 + j - 1)) * width;
    for (let i = 0; i < 4; i++) {
      const p = (row + Math.min(width - 1, Math.max(0, x0 + i - 1))) * 3;
      const w = wx[i] * wy[j];
      r += w * data[p];
      g += w * data[p + 1];
      b += w * data[p + 2];
    }
  }
  out[offset] = r;
  out[offset + 1] = g;
  out[offset + 2] = b;
}
