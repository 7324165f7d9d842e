// What an explorer of a study is told of it: its part of the grid, how its points are named and placed, and what the paper
// says of them. What one can be measured by, on either axis, stands in studyAxes.ts and studyMeasures.ts.
import type {PaperTable} from "../paperData.js";
import type {StudyData, StudyPoint} from "../studyData.js";
import type {StudyAxis} from "./studyAxes.js";
import type {Claim} from "./studyClaims.js";
import type {StudyMeasure} from "./studyMeasures.js";

export interface Study {
  /** the figure's name in links and files, such as "depth-study" */
  readonly id: string;
  /** part of the grid, as `--only` names it */
  readonly part: string;
  /** what its points are, many of them: "shapes" */
  readonly things: string;
  /** a point's short name, such as "11 × 64" */
  readonly label: (point: StudyPoint) => string;
  /** the first is shown at first */
  readonly axes: readonly StudyAxis[];
  /** points that belong together, joined by a line; a point of none of them stands in all. Default all of one kind */
  readonly series?: {
    readonly of: (point: StudyPoint) => string | undefined;
    readonly names: readonly string[];
  };
  /** whether a thin line leads from point to point; default true */
  readonly joined?: boolean;
  /** what is shown first; default "score" */
  readonly show?: "score" | "curves";
  /** which curve first; default "training" */
  readonly curve?: "training" | "held-out";
  /** what the caption says of this study alone */
  readonly note: (data: StudyData) => string;
  /** the paper's side; default none */
  readonly paper?: StudyPaper;
  /** the finding in place of the usual one, which names the best point */
  readonly finding?: (data: StudyData, measure: StudyMeasure) => string | undefined;
  /** what else is drawn, below the chart */
  readonly extra?: (data: StudyData, measure: StudyMeasure, width: number | undefined) => readonly HTMLElement[];
}

export interface StudyPaper {
  /** the paper's table of this study, and its column of scores */
  readonly table?: string;
  readonly column?: string;
  /** the row of our point; undefined where the paper has none */
  readonly rowOf?: (point: StudyPoint, data: StudyData) => number | undefined;
  /** how rows and points were matched, in words, such as "deepest with deepest" */
  readonly matched?: string;
  /** what the paper claims, as far as it can be asked here */
  readonly claims: (data: StudyData, tables: (name: string) => PaperTable, fact: (name: string) => number) => readonly Claim[]; // prettier-ignore
}

/** A run of a study: places of its point and of its seed. */
export interface RunPlace {
  readonly point: number;
  readonly seed: number;
}

/** Name of a run in an address: its point's name and its seed. */
export const runName = (data: StudyData, {point, seed}: RunPlace): string =>
  `${data.points[point].name}.${data.points[point].runs[seed].seed}`;

/** The run of that name, if it is done. */
export function runNamed(data: StudyData, name: string): RunPlace | undefined {
  const dot = name.lastIndexOf(".");
  const point = data.points.findIndex((each) => each.name === name.slice(0, dot));
  const seed = data.points[point]?.runs.findIndex((run) => String(run.seed) === name.slice(dot + 1)) ?? -1;
  return seed < 0 ? undefined : {point, seed};
}
