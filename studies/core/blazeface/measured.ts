// How well a face detector finds portraits, against their landmarks.
import {alignment, sixPoints, type SixPoints} from "../../../src/images/align.js";
import {findFace, findFaces, type FaceFinder} from "../../../src/images/findFace.js";
import {createImage, type Image, type Point} from "../../../src/images/image.js";
import {resize} from "../../../src/images/resize.js";
import {about, applyTransform, compose, invertTransform, type Transform} from "../../../src/images/transform.js";
import {warpAffine} from "../../../src/images/warpAffine.js";
import {readLandmarks, type Portrait, type Source} from "../landmarks.js";

/** Mean and deviation with signs, and what 95 % stay below without. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
  readonly within95: number;
}

/** One way of showing some portraits. */
export interface Measured {
  readonly source: Source | "all";
  /** the portrait's height by the picture's, and how far it is turned, in degrees */
  readonly share: number;
  readonly turned: number;
  /** looks at each picture */
  readonly looks: 1 | 2;
  readonly portraits: number;
  readonly found: number;
  /** distance of each of the six points from the landmarks' in distances between the eyes: median, and 95 % */
  readonly points: readonly {readonly median: number; readonly within95: number}[];
  /** of the aligned crop against that of the landmarks: degrees, percent, percent of the crop's side */
  readonly turn: Spread;
  readonly scale: Spread;
  readonly right: Spread;
  readonly down: Spread;
}

/** Milliseconds of 200 runs: what a tenth stays below, and half of them. The first tells less of what else the machine did. */
export interface Time {
  readonly fastest: number;
  readonly median: number;
}

/** data/models/blazeface/measured.json */
export interface BlazeFaceMeasured {
  /** SHA-256 of the weights that were measured */
  readonly weights: string;
  readonly rows: readonly Measured[];
  /** of the network alone, and with the preparation of a picture of 320 × 320 pixels */
  readonly milliseconds: readonly {
    readonly runtime: string;
    readonly device: string;
    readonly network: Time;
    readonly look: Time;
  }[];
  readonly processor: string;
  readonly date: string;
}

/** pixels along each side of a portrait */
export const SIZE = 320;
const GROUND = [128, 128, 128] as const;

/** The portrait in the middle of a picture of the same size, smaller and turned, and what maps its pixels there. */
function shown(portrait: Image, share: number, turned: number): {image: Image; map: Transform} {
  const small = Math.round(SIZE * share);
  const [k, edge] = [small / SIZE, Math.floor((SIZE - small) / 2)];
  let map: Transform = [k, 0, 0.5 * k - 0.5 + edge, 0, k, 0.5 * k - 0.5 + edge];
  let image = portrait;
  if (share < 1) {
    const inner = resize(portrait, small, small, "area");
    image = createImage(SIZE, SIZE, GROUND);
    for (let y = 0; y < small; y++) {
      image.data.set(inner.data.subarray(y * small * 3, (y + 1) * small * 3), ((edge + y) * SIZE + edge) * 3);
    }
  }
  if (turned !== 0) {
    const turn = about([(SIZE - 1) / 2, (SIZE - 1) / 2], {angle: (turned * Math.PI) / 180});
    image = warpAffine(image, turn, {outside: GROUND});
    map = compose(turn, map);
  }
  return {image, map};
}

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function spread(values: readonly number[]): Spread {
  const middle = mean(values);
  return {
    mean: middle,
    deviation: Math.sqrt(mean(values.map((value) => (value - middle) ** 2))),
    within95: quantile(values.map(Math.abs), 0.95)
  };
}

export interface Show {
  readonly source: Measured["source"];
  readonly share: number;
  readonly turned: number;
  readonly looks: 1 | 2;
}

export async function measure(
  finder: FaceFinder,
  show: Show,
  portraits: readonly Portrait[],
  read: (p: Portrait) => Image
): Promise<Measured> {
  const {groups} = readLandmarks();
  const errors: number[][] = Array.from({length: 6}, () => []);
  const differences: Transform[] = [];
  for (const portrait of portraits) {
    const {image, map} = shown(read(portrait), show.share, show.turned);
    // landmarks are in pixels of crops of 160
    const marks = portrait.points.map(([x, y]): Point => applyTransform(map, [2 * x + 0.5, 2 * y + 0.5]));
    const truth = sixPoints(marks, groups);
    const points = await found(finder, image, show.looks);
    if (!points) continue;
    const eyes = Math.hypot(truth[0][0] - truth[1][0], truth[0][1] - truth[1][1]);
    truth.forEach(([x, y], k) => errors[k].push(Math.hypot(points[k][0] - x, points[k][1] - y) / eyes));
    differences.push(compose(alignment(points, 1), invertTransform(alignment(truth, 1))));
  }
  return {
    ...show,
    portraits: portraits.length,
    found: differences.length,
    points: errors.map((list) => ({median: quantile(list, 0.5), within95: quantile(list, 0.95)})),
    turn: spread(differences.map(([a, , , d]) => (Math.atan2(d, a) * 180) / Math.PI)),
    scale: spread(differences.map(([a, , , d]) => 100 * (Math.hypot(a, d) - 1))),
    // a crop of side 1 has its middle at [0, 0] in `alignment`
    right: spread(differences.map(([, , c]) => 100 * c)),
    down: spread(differences.map(([, , , , , f]) => 100 * f))
  };
}

async function found(finder: FaceFinder, image: Image, looks: 1 | 2): Promise<SixPoints | undefined> {
  if (looks === 1) return (await findFaces(image, finder))[0]?.points;
  const one = await findFace(image, finder);
  return one.found ? one.face.points : undefined;
}
