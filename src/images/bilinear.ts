import type {Image} from "./image.js";

/** Writes the colour at (x, y), between pixel centres, to `out` at `offset`. Outside, the edge's colour goes on. */
export function bilinear({width, height, data}: Image, x: number, y: number, out: Float32Array, offset: number): void {
  const cx = Math.min(width - 1, Math.max(0, x));
  const cy = Math.min(height - 1, Math.max(0, y));
  const left = Math.min(width - 2, Math.floor(cx));
  const top = Math.min(height - 2, Math.floor(cy));
  const x0 = Math.max(0, left);
  const y0 = Math.max(0, top);
  const right = x0 + 1 < width ? 3 : 0;
  const below = y0 + 1 < height ? width * 3 : 0;
  const [u, v] = [cx - x0, cy - y0];
  const at = (y0 * width + x0) * 3;
  for (let c = 0; c < 3; c++) {
    const p = at + c;
    const upper = data[p] + u * (data[p + right] - data[p]);
    const lower = data[p + below] + u * (data[p + below + right] - data[p + below]);
    out[offset + c] = upper + v * (lower - upper);
  }
}
