// The five kinds of token that the figures tell apart, each by its colour (a CSS variable of the site) and by its shape.

export type TokenKind = "prompt" | "own" | "accepted" | "rejected" | "pad";

export interface KindStyle {
  readonly label: string;
  /** what it means, one sentence */
  readonly meaning: string;
  /** CSS colour */
  readonly color: string;
  /** drawn as a line rather than an area */
  readonly stroked: boolean;
  /** SVG path of the shape around (x, y) in a cell of `size` pixels */
  readonly path: (x: number, y: number, size: number) => string;
}

const square = (x: number, y: number, half: number): string =>
  `M${fixed(x - half)},${fixed(y - half)}h${fixed(2 * half)}v${fixed(2 * half)}h${fixed(-2 * half)}z`;

const disc = (x: number, y: number, radius: number): string => {
  const r = fixed(radius);
  return `M${fixed(x - radius)},${fixed(y)}a${r},${r} 0 1 0 ${fixed(2 * radius)},0a${r},${r} 0 1 0 ${fixed(-2 * radius)},0`;
};

const cross = (x: number, y: number, half: number): string => {
  const d = fixed(2 * half);
  return `M${fixed(x - half)},${fixed(y - half)}l${d},${d}m0,-${d}l-${d},${d}`;
};

const fixed = (value: number): string => String(Math.round(value * 100) / 100);

export const tokenKinds: Readonly<Record<TokenKind, KindStyle>> = {
  prompt: {
    label: "prompt",
    meaning: "a token of the text the sample began with",
    color: "var(--kind-prompt)",
    stroked: false,
    path: (x, y, size) => square(x, y, size * 0.17)
  },
  own: {
    label: "the model's own",
    meaning: "a token the model chose itself, one in every step",
    color: "var(--kind-own)",
    stroked: false,
    path: (x, y, size) => disc(x, y, size * 0.36)
  },
  accepted: {
    label: "drafted, accepted",
    meaning: "a drafted token that the model would have chosen too",
    color: "var(--kind-accepted)",
    stroked: false,
    path: (x, y, size) => square(x, y, size * 0.42)
  },
  rejected: {
    label: "drafted, rejected",
    meaning: "a drafted token that the model would not have chosen: computed, and lost",
    color: "var(--kind-rejected)",
    stroked: true,
    path: (x, y, size) => cross(x, y, size * 0.3)
  },
  pad: {
    label: "pad",
    meaning: "a place that only keeps the samples aligned",
    color: "var(--kind-pad)",
    stroked: true,
    path: (x, y, size) => square(x, y, size * 0.33)
  }
};

export const tokenKindNames = Object.keys(tokenKinds) as readonly TokenKind[];
