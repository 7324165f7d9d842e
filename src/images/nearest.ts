import type {Image} from "./image.js";

/** Like bilinear, but the colour of the nearest pixel. */
export function nearest({width, height, data}: Image, x: number, y: number, out: Float32Array, offset: number): void {
  const px = Math.min(width - 1, Math.max(0, Math.round(x)));
  const py = Math.min(height - 1, Math.max(0, Math.round(y)));
  const p = (py * width + px) * 3;
  for (let c = 0; c < 3; c++) out[offset + c] = data[p + c];
}
