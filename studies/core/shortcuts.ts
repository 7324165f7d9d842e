// Looks for shortcuts in the picture sets before any detector is trained on them: a linear classifier of residual energies,
// fitted on the train split (pristine against all four manipulations), scores the test split. Manipulations must be found;
// null manipulations, which went the same way with every knob at 0, must not: their interval has to contain 0.5.
import {readdir} from "node:fs/promises";
import {join} from "node:path";
import {Matrix, solve} from "ml-matrix";
import {gaussianBlur} from "../../src/images/blur.js";
import {luma} from "../../src/images/colour.js";
import {createPlane, type Plane} from "../../src/images/image.js";
import {families} from "../../src/images/manipulate/index.js";
import {auc, type Auc} from "./auc.js";
import {readPictures, type PictureRecord} from "./images.js";
import type {SetSource} from "./subjects.js";

/** cells along each side of the grid that energies are summed over */
const GRID = 8;
/** weight of the squared coefficients, against features of deviation 1 */
const RIDGE = 300;

/** Log energies of what two blurs take away, [2 bands, 8, 8], of a picture's brightness; and a constant. */
export function residualFeatures(pixels: Uint8Array, size: number): number[] {
  const plane = createPlane(size, size);
  for (let p = 0; p < size * size; p++) plane.data[p] = luma(pixels[3 * p], pixels[3 * p + 1], pixels[3 * p + 2]);
  const fine = gaussianBlur(plane, 0.8);
  const coarse = gaussianBlur(plane, 2);
  return [...energies(plane, fine), ...energies(fine, coarse), 1];
}

function energies(a: Plane, b: Plane): number[] {
  const sums = new Array<number>(GRID * GRID).fill(1);
  const cell = a.width / GRID;
  for (let p = 0; p < a.data.length; p++) {
    const [x, y] = [Math.floor((p % a.width) / cell), Math.floor(p / a.width / cell)];
    sums[y * GRID + x] += (a.data[p] - b.data[p]) ** 2;
  }
  return sums.map(Math.log);
}

/** What was found in one source: the AUC of each family, and of the null manipulation. */
export type Shortcuts = Readonly<Record<string, Auc>>;

interface Sample {
  readonly record: PictureRecord;
  readonly features: number[];
}

/** Fits on `train`, scores `test`. */
export function findShortcuts(train: readonly Sample[], test: readonly Sample[]): Shortcuts {
  const columns = train[0].features.map((_, k) => train.map(({features}) => features[k]));
  const centre = columns.map((column) => column.reduce((a, b) => a + b, 0) / column.length);
  const scale = columns.map((column, k) =>
    Math.sqrt(column.reduce((sum, v) => sum + (v - centre[k]) ** 2, 0) / column.length)
  );
  const standard = ({features}: Sample): number[] =>
    features.map((v, k) => (scale[k] > 1e-9 ? (v - centre[k]) / scale[k] : 1));
  const forged = ({record}: Sample): boolean => record.kind !== "pristine";
  const share = train.filter(forged).length / train.length;
  const x = new Matrix(train.map((sample) => standard(sample).map((v) => v * Math.sqrt(0.5 / (forged(sample) ? share : 1 - share))))); // prettier-ignore
  const y = Matrix.columnVector(train.map((sample) => (forged(sample) ? 1 : -1) * Math.sqrt(0.5 / (forged(sample) ? share : 1 - share)))); // prettier-ignore
  const gram = x.transpose().mmul(x).add(Matrix.eye(x.columns).mul(RIDGE));
  const weights = solve(gram, x.transpose().mmul(y)).to1DArray();
  const score = (sample: Sample): number => standard(sample).reduce((sum, v, k) => sum + v * weights[k], 0);
  const of = (kind: PictureRecord["kind"]): number[] => test.filter(({record}) => record.kind === kind).map(score);
  return Object.fromEntries([...families, "null" as const].map((kind) => [kind, auc(of("pristine"), of(kind))]));
}

export async function samplesOf(folder: string, source: SetSource, split: string, size: number): Promise<Sample[]> {
  const names = (await readdir(folder)).filter(
    (name) => name.startsWith(`${source}-${split}-`) && name.endsWith(".json")
  );
  const files = await Promise.all(names.sort().map((name) => readPictures(join(folder, name.slice(0, -5)), size)));
  const bytes = size * size * 3;
  return files.flatMap(({records, pixels}) =>
    records.map((record, i) => ({
      record,
      features: residualFeatures(pixels.subarray(i * bytes, (i + 1) * bytes), size)
    }))
  );
}
