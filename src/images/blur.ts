import type {Image, Plane} from "./image.js";

/** Blurs with a Gaussian kernel of deviation `sigma` pixels, cut at three of them. At the edges the image is mirrored. */
export function gaussianBlur<T extends Image | Plane>(image: T, sigma: number): T {
  if (!(sigma >= 0)) throw new Error(`sigma: ${sigma}; a blur needs 0 or more`);
  if (sigma < 0.05) return {...image, data: image.data.slice()};
  const radius = Math.ceil(3 * sigma);
  const kernel = Array.from({length: 2 * radius + 1}, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)));
  const sum = kernel.reduce((a, b) => a + b, 0);
  return separable(image, kernel.map((value) => value / sum)); // prettier-ignore
}

/** The mean of (2 · `radius` + 1)² pixels. */
export function boxBlur<T extends Image | Plane>(image: T, radius: number): T {
  const size = 2 * radius + 1;
  return separable(image, new Array<number>(size).fill(1 / size));
}

/** Adds `amount` times what a blur of deviation `sigma` takes away; below 0 it blurs. */
export function sharpen(image: Image, amount: number, sigma: number): Image {
  const {data} = gaussianBlur(image, sigma);
  for (let i = 0; i < data.length; i++) data[i] = image.data[i] + amount * (image.data[i] - data[i]);
  return {...image, data};
}

/** Convolves rows and then columns with an odd kernel. */
function separable<T extends Image | Plane>(image: T, kernel: readonly number[]): T {
  const {width, height} = image;
  const channels = image.data.length / (width * height);
  const rows = along(image.data, kernel, {
    length: width,
    step: channels,
    lines: height,
    stride: width * channels,
    channels
  });
  const data = along(rows, kernel, {length: height, step: width * channels, lines: width, stride: channels, channels});
  return {...image, data};
}

interface Lines {
  /** pixels in a line, and how far apart their numbers lie */
  readonly length: number;
  readonly step: number;
  readonly lines: number;
  readonly stride: number;
  readonly channels: number;
}

function along(
  data: Float32Array,
  kernel: readonly number[],
  {length, step, lines, stride, channels}: Lines
): Float32Array {
  const radius = (kernel.length - 1) / 2;
  const result = new Float32Array(data.length);
  const line = new Float64Array(length + 2 * radius);
  for (let l = 0; l < lines; l++) {
    for (let c = 0; c < channels; c++) {
      const start = l * stride + c;
      for (let i = -radius; i < length + radius; i++) line[i + radius] = data[start + mirror(i, length) * step];
      for (let i = 0; i < length; i++) {
        let sum = 0;
        for (let k = 0; k < kernel.length; k++) sum += kernel[k] * line[i + k];
        result[start + i * step] = sum;
      }
    }
  }
  return result;
}

/** … 2 1 0 | 0 1 2 … n−1 | n−1 n−2 … */
function mirror(i: number, n: number): number {
  const at = ((i % (2 * n)) + 2 * n) % (2 * n);
  return at < n ? at : 2 * n - 1 - at;
}
