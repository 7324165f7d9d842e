import {createImage, type Image} from "./image.js";
import {interpolations, type Interpolation} from "./interpolation.js";

/** The image at another size. `area` takes the mean of what a new pixel covers, for smaller sizes. */
export function resize(
  image: Image,
  width: number,
  height: number,
  interpolation: Interpolation | "area" = "bilinear"
): Image {
  if (interpolation === "area") return resizeArea(image, width, height);
  const sample = interpolations[interpolation];
  const result = createImage(width, height);
  const [kx, ky] = [image.width / width, image.height / height];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      sample(image, (x + 0.5) * kx - 0.5, (y + 0.5) * ky - 0.5, result.data, at);
    }
  }
  return result;
}

function resizeArea(image: Image, width: number, height: number): Image {
  const columns = shares(image.width, width);
  const rows = shares(image.height, height);
  const narrow = createImage(width, image.height);
  columns.forEach(({first, weights}, x) => {
    for (let y = 0; y < image.height; y++) {
      weights.forEach((w, i) => {
        const from = (y * image.width + first + i) * 3;
        const to = (y * width + x) * 3;
        for (let c = 0; c < 3; c++) narrow.data[to + c] += w * image.data[from + c];
      });
    }
  });
  const result = createImage(width, height);
  const line = width * 3;
  rows.forEach(({first, weights}, y) => {
    weights.forEach((w, i) => {
      const from = (first + i) * line;
      for (let x = 0; x < line; x++) result.data[y * line + x] += w * narrow.data[from + x];
    });
  });
  return result;
}

/** Of each new pixel along a line: the first old one it covers, and how much of it and of those behind it, adding up to 1. */
function shares(from: number, to: number): {first: number; weights: number[]}[] {
  const k = from / to;
  return Array.from({length: to}, (_, i) => {
    const [start, end] = [i * k, (i + 1) * k];
    const first = Math.floor(start + 1e-9);
    const last = Math.min(from, Math.ceil(end - 1e-9));
    const weights = Array.from({length: last - first}, (_, j) => {
      const old = first + j;
      return (Math.min(end, old + 1) - Math.max(start, old)) / k;
    });
    return {first, weights};
  });
}
