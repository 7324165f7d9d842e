// Colour spaces. All colours here are sRGB-encoded, 0 to 255, unless a name says otherwise.

export type Triple = readonly [number, number, number];

/** Luminance as JFIF and the old television standard have it (ITU-R BT.601). */
export const luma = (r: number, g: number, b: number): number => 0.299 * r + 0.587 * g + 0.114 * b;

/** Y, Cb, Cr of JFIF, each 0 to 255. */
export function toYcc(r: number, g: number, b: number): Triple {
  const y = luma(r, g, b);
  return [y, 128 + (b - y) / 1.772, 128 + (r - y) / 1.402];
}

export function fromYcc(y: number, cb: number, cr: number): Triple {
  const [b, r] = [(cb - 128) * 1.772, (cr - 128) * 1.402];
  return [y + r, y - (0.114 * b + 0.299 * r) / 0.587, y + b];
}

const decode = (value: number): number => {
  const v = Math.min(255, Math.max(0, value)) / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
};
const encode = (v: number): number => 255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * Math.max(0, v) ** (1 / 2.4) - 0.055);

const WHITE = [0.95047, 1, 1.08883] as const; // D65
const EDGE = 6 / 29;
const bend = (t: number): number => (t > EDGE ** 3 ? Math.cbrt(t) : t / (3 * EDGE * EDGE) + 4 / 29);
const unbend = (t: number): number => (t > EDGE ? t ** 3 : 3 * EDGE * EDGE * (t - 4 / 29));

/** CIE L*a*b* under D65: L 0 to 100. Values outside 0 to 255 are clipped first. */
export function toLab(red: number, green: number, blue: number): Triple {
  const [r, g, b] = [decode(red), decode(green), decode(blue)];
  const x = bend((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE[0]);
  const y = bend((0.2126729 * r + 0.7151522 * g + 0.072175 * b) / WHITE[1]);
  const z = bend((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / WHITE[2]);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Back to sRGB; colours that sRGB has not may leave 0 to 255. */
export function fromLab(lightness: number, a: number, b: number): Triple {
  const fy = (lightness + 16) / 116;
  const x = WHITE[0] * unbend(fy + a / 500);
  const y = WHITE[1] * unbend(fy);
  const z = WHITE[2] * unbend(fy - b / 200);
  return [
    encode(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
    encode(-0.969266 * x + 1.8760108 * y + 0.041556 * z),
    encode(0.0556434 * x - 0.2040259 * y + 1.0572252 * z)
  ];
}

/** Hue in turns (0 to 1), saturation 0 to 1, value 0 to 255. */
export function toHsv(r: number, g: number, b: number): Triple {
  const value = Math.max(r, g, b);
  const chroma = value - Math.min(r, g, b);
  if (chroma === 0) return [0, 0, value];
  const sector = value === r ? (g - b) / chroma : value === g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
  return [(sector / 6 + 1) % 1, chroma / value, value];
}

export function fromHsv(hue: number, saturation: number, value: number): Triple {
  const least = value * saturation;
  return [
    value - least * fade((5 + hue * 6) % 6),
    value - least * fade((3 + hue * 6) % 6),
    value - least * fade((1 + hue * 6) % 6)
  ];
}

/** How far a channel is faded, by its place in the circle of hues, in sixths. */
const fade = (k: number): number => Math.max(0, Math.min(k, 4 - k, 1));
