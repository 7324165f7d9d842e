// The penalties of CORE's released code (Ni et al. 2022, src/consistency_loss.py) for one pair of features in the plane, the
// pull that each has on them, and where the pair goes when it follows that pull in infinitely small steps.

export type Vector = readonly [x: number, y: number];
export interface Pair {
  readonly f: Vector;
  readonly g: Vector;
}

/** `plain` is 1 − cos, which nobody uses here: the released penalty is its square. */
export const penaltyKinds = ["cosine", "plain", "l1", "l2"] as const;
export type PenaltyKind = (typeof penaltyKinds)[number];

export const lengthOf = ([x, y]: Vector): number => Math.hypot(x, y);
/** of a vector with the first axis, radians in (−π, π] */
export const directionOf = ([x, y]: Vector): number => Math.atan2(y, x);
export const vectorOf = (direction: number, length: number): Vector => [
  length * Math.cos(direction),
  length * Math.sin(direction)
];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1];

/** Cosine of the angle between f and g, within [−1, 1]. */
export const cosineOf = ({f, g}: Pair): number => Math.max(-1, Math.min(1, dot(f, g) / (lengthOf(f) * lengthOf(g))));

/** Angle between f and g, radians in [0, π]. */
export const angleOf = ({f, g}: Pair): number => Math.abs(turnOf({f, g}));

/** Angle from f to g with its sign, radians in (−π, π]. */
function turnOf({f, g}: Pair): number {
  return Math.atan2(f[0] * g[1] - f[1] * g[0], dot(f, g));
}

/** The penalty on a pair; means over the two elements for l1 and l2, as released. */
export function penaltyOf(kind: PenaltyKind, {f, g}: Pair): number {
  if (kind === "cosine") return (1 - cosineOf({f, g})) ** 2;
  if (kind === "plain") return 1 - cosineOf({f, g});
  const differences = [f[0] - g[0], f[1] - g[1]];
  return kind === "l1"
    ? (Math.abs(differences[0]) + Math.abs(differences[1])) / 2
    : (differences[0] ** 2 + differences[1] ** 2) / 2;
}

/** Derivative of (1 − cos)² or 1 − cos by the angle, per radian. */
export const slopeByAngle = (kind: "cosine" | "plain", angle: number): number =>
  kind === "plain" ? Math.sin(angle) : 2 * (1 - Math.cos(angle)) * Math.sin(angle);

/** The same by the cosine: −1 for 1 − cos. */
export const slopeByCosine = (kind: "cosine" | "plain", cosine: number): number =>
  kind === "plain" ? -1 : -2 * (1 - cosine);

/** Derivative of the penalty by f [2]; its negative is the pull on f. */
export function gradientOf(kind: PenaltyKind, {f, g}: Pair): Vector {
  if (kind === "l2") return [f[0] - g[0], f[1] - g[1]];
  if (kind === "l1") return [Math.sign(f[0] - g[0]) / 2, Math.sign(f[1] - g[1]) / 2];
  const cosine = cosineOf({f, g});
  const [length, other] = [lengthOf(f), lengthOf(g)];
  const scale = slopeByCosine(kind, cosine) / length;
  return [scale * (g[0] / other - cosine * (f[0] / length)), scale * (g[1] / other - cosine * (f[1] / length))];
}

/** The pull on f in two parts: towards g across f, and along f; a negative `along` shortens it. */
export function pullOf(kind: PenaltyKind, pair: Pair): {readonly across: number; readonly along: number} {
  const {f} = pair;
  const [gx, gy] = gradientOf(kind, pair);
  const length = lengthOf(f);
  const side = turnOf(pair) < 0 ? -1 : 1;
  // 0 − x, so that no pull is 0 and not −0
  return {across: 0 - (side * (f[0] * gy - f[1] * gx)) / length, along: 0 - (f[0] * gx + f[1] * gy) / length};
}

/** Halvings of the interval in which an angle is looked for. */
const HALVINGS = 60;

/**
 * The angle θ after dθ/dtime = −P′(θ), from `angle` on; in closed form for 1 − cos. For its square, u = 1 − cos θ obeys
 * u′ = −2 u² (2 − u), so ¼ ln(u / (2 − u)) − 1 / (2u) falls by 2 a unit of time, and u is found by halving.
 */
function fallen(kind: "cosine" | "plain", angle: number, time: number): number {
  const from = 1 - Math.cos(angle);
  if (from <= 0 || from >= 2 || time === 0) return angle;
  if (kind === "plain") return 2 * Math.atan(Math.tan(angle / 2) * Math.exp(-time));
  const height = (u: number): number => Math.log(u / (2 - u)) / 4 - 1 / (2 * u);
  const aim = height(from) - 2 * time;
  let [low, high] = [0, from];
  for (let k = 0; k < HALVINGS; k++) {
    const u = (low + high) / 2;
    if (height(u) < aim) low = u;
    else high = u;
  }
  return Math.acos(1 - (low + high) / 2);
}

/**
 * Where the pair is after `time` of following the penalty alone: d f / d time = −∂P/∂f, and so for g. Under the cosine's
 * penalties both lengths stay, and the angle θ obeys dθ/dtime = −P′(θ) (1/|f|² + 1/|g|²).
 */
export function followed(kind: PenaltyKind, {f, g}: Pair, time: number): Pair {
  if (kind === "l1" || kind === "l2") {
    const middle = [0, 1].map((k) => (f[k] + g[k]) / 2);
    const half = [0, 1].map((k) => {
      const d = f[k] - g[k];
      return (kind === "l2" ? d * Math.exp(-2 * time) : Math.sign(d) * Math.max(0, Math.abs(d) - time)) / 2;
    });
    return {f: [middle[0] + half[0], middle[1] + half[1]], g: [middle[0] - half[0], middle[1] - half[1]]};
  }
  const [a, b] = [lengthOf(f), lengthOf(g)];
  const start = turnOf({f, g});
  const angle = fallen(kind, Math.abs(start), time * (1 / a ** 2 + 1 / b ** 2));
  // what f turns by, and what g: as one over the square of their lengths
  const turned = (Math.abs(start) - angle) * (start < 0 ? -1 : 1);
  const share = b ** 2 / (a ** 2 + b ** 2);
  return {
    f: vectorOf(directionOf(f) + share * turned, a),
    g: vectorOf(directionOf(g) - (1 - share) * turned, b)
  };
}
