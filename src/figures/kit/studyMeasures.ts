// What a run of a study can be measured by: bits per byte of held-out text, last words guessed right, training loss.
import type {SeedRun, StudyPoint} from "../studyData.js";
import {interval} from "../studyData.js";
import type {Interval} from "../studyData.js";
import {formatPercent} from "./dom.js";

export interface StudyMeasure {
  readonly key: string;
  /** in a list of choices */
  readonly name: string;
  /** with its unit, at an axis and in sentences */
  readonly label: string;
  readonly better: "low" | "high";
  /** a value, with its unit where it has a sign of its own */
  readonly format: (value: number) => string;
  readonly value: (run: SeedRun) => number | undefined;
}

/** Kinds of held-out text, as the studies have them. */
export const STUDY_DOMAINS: readonly string[] = ["dialogue", "stories", "math", "books"];

const bits = (key: string, name: string, of: string, value: StudyMeasure["value"]): StudyMeasure => ({
  key,
  name,
  label: `bits per byte of held-out ${of}`,
  better: "low",
  format: (number) => number.toFixed(3),
  value
});

/** What can be chosen; the first is the score. */
export const studyMeasures: readonly StudyMeasure[] = [
  bits("mean", "bits per byte", "text", ({score}) => score),
  ...STUDY_DOMAINS.map((domain) => bits(domain, `${domain}, bits per byte`, domain, ({bitsPerByte}) => bitsPerByte?.[domain])), // prettier-ignore
  {
    key: "cloze",
    name: "last words right",
    label: "last words of sentences guessed right",
    better: "high",
    format: (share) => formatPercent(share, 1),
    value: ({cloze}) => cloze
  },
  {
    key: "loss",
    name: "training loss",
    label: "training loss at the end, nats per token",
    better: "low",
    format: (number) => number.toFixed(3),
    value: ({curve, diverged}) => (diverged === undefined ? curve.at(-1)?.[1] : undefined)
  }
];

/** Held-out text before the first step; only for claims of how a run begins. */
export const startMeasure = bits("start", "before the first step", "text before the first step", ({evaluations}) =>
  evaluations[0]?.[0] === 0 ? evaluations[0][1] : undefined
);

/** The measure of that name. @throws where there is none */
export function measureNamed(key: string): StudyMeasure {
  const found = studyMeasures.find((measure) => measure.key === key);
  if (!found)
    throw new Error(`study: no measure ${key}; there are ${studyMeasures.map((each) => each.key).join(", ")}`);
  return found;
}

/** Mean over a point's seeds, with its interval; undefined where none has a value. */
export function meanOf({runs}: StudyPoint, {value}: StudyMeasure): Interval | undefined {
  const values = runs.flatMap((run) => value(run) ?? []);
  return values.length > 0 ? interval(values) : undefined;
}

/** −1 where low is better, so that a product is larger where things are better. */
export const signOf = ({better}: StudyMeasure): 1 | -1 => (better === "low" ? -1 : 1);

/** Points with a mean, the best first. */
export function ranked(points: readonly StudyPoint[], measure: StudyMeasure): {point: StudyPoint; mean: Interval}[] {
  const known = points.flatMap((point) => {
    const mean = meanOf(point, measure);
    return mean ? [{point, mean}] : [];
  });
  return known.sort((a, b) => signOf(measure) * (b.mean.mean - a.mean.mean));
}
