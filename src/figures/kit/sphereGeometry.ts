// Points on a unit sphere, seen from far away: turned, projected, and joined by arcs.

/** x to the right, y up, z towards the reader. */
export type Vector = readonly [x: number, y: number, z: number];

/**
 * Turns by `turn` degrees about the upright axis, then by `tilt` about the level one: what is in front goes right, then down. Data's first direction points to the
 * reader at 0 and 0, the second to the right, the third up.
 */
export function rotation(turn: number, tilt: number): (point: Vector) => Vector {
  const [a, b] = [turn, tilt].map((degrees) => (degrees * Math.PI) / 180);
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  return ([first, second, third]) => {
    const x = second * ca + first * sa;
    const z = first * ca - second * sa;
    return [x, third * cb - z * sb, z * cb + third * sb];
  };
}

/** The point of the sphere in a vector's direction; a vector without a length stays in the middle. */
export function onSphere([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z);
  return length < 1e-9 ? [0, 0, 0] : [x / length, y / length, z / length];
}

/** Points of the shortest arc between two points of the sphere, both ends included. */
export function arcBetween(a: Vector, b: Vector, pieces = 8): Vector[] {
  const cosine = Math.max(-1, Math.min(1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2]));
  const angle = Math.acos(cosine);
  const sine = Math.sin(angle);
  return Array.from({length: pieces + 1}, (_, i) => {
    const t = i / pieces;
    const [p, q] = sine < 1e-6 ? [1 - t, t] : [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine];
    return [p * a[0] + q * b[0], p * a[1] + q * b[1], p * a[2] + q * b[2]];
  });
}

/** A line as SVG paths, what is in front of the middle and what is behind it. */
export function pathsByDepth(
  line: readonly Vector[],
  place: (point: Vector) => string
): {front: string; behind: string} {
  const paths = {front: "", behind: ""};
  for (let i = 0; i + 1 < line.length; i++) {
    const side = line[i][2] + line[i + 1][2] >= 0 ? "front" : "behind";
    const before = i > 0 && line[i - 1][2] + line[i][2] >= 0 ? "front" : "behind";
    paths[side] += `${i > 0 && before === side ? "" : `M${place(line[i])}`}L${place(line[i + 1])}`;
  }
  return paths;
}

/** Circles around the data's first direction, every 30 degrees, and half circles through it: a net to see turns by. */
export function sphereNet(): Vector[][] {
  const circle = (make: (angle: number) => Vector): Vector[] =>
    Array.from({length: 49}, (_, i) => make((i / 48) * 2 * Math.PI));
  const around = [30, 60, 90, 120, 150].map((degrees) => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    return circle((angle) => [c, s * Math.cos(angle), s * Math.sin(angle)]);
  });
  const through = [0, 45, 90, 135].map((degrees) => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    return circle((angle) => [Math.cos(angle), c * Math.sin(angle), s * Math.sin(angle)]);
  });
  return [...around, ...through];
}
