// What the Tiny LM studies found of shapes, as the shape workbench reads it: how fast they are, how well they write.
import {existsSync, readFileSync} from "node:fs";
import {interval} from "../../src/figures/studyData.js";
import {readRecords, recordsFile} from "../../studies/study/records.js";
import {tinyPoints} from "../../studies/tinyLm/grid.js";
import {studyData} from "./studyData.js";
import type {ShapeData, ShapeRun, ShapeSpeed} from "../../src/figures/shapeData.js";
import type {StudyData, StudyPoint} from "../../src/figures/studyData.js";
import type {StudyRun} from "../../src/traces/studyRun.js";
import type {ShapeSpeeds} from "../../src/traces/shapeSpeeds.js";
import type {TinyRecipe} from "../../studies/tinyLm/recipe.js";

/** Parts of the study that vary the shape, at equal training within each. */
const PARTS = ["depth", "expansion", "shapes", "tokenizer"];

export const SPEEDS = "data/runs/tiny-lm-speeds.json";

/** The measured speeds; undefined where there are none yet. */
export function readSpeeds(path = SPEEDS): ShapeSpeeds | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as ShapeSpeeds) : undefined;
}

export function shapeSpeeds({shapes, provenance}: ShapeSpeeds): Required<Pick<ShapeData, "speeds" | "provenance">> {
  const speeds = shapes.map((shape): ShapeSpeed => ({
    depth: shape.layers,
    width: shape.width,
    heads: shape.heads,
    expansion: shape.intermediateSize / shape.width,
    vocabulary: shape.vocabulary,
    parameters: shape.parameters,
    decodeTokensPerSecond: shape.decode.median,
    trainTokensPerSecond: shape.train.median
  }));
  return {speeds, provenance};
}

/** Shapes that were trained, each once, with the mean score of its seeds. */
export function shapeRuns(studies: readonly StudyData[]): ShapeRun[] {
  return studies.flatMap(({part, points}) => points.flatMap((point) => runOf(part, point)));
}

function runOf(part: string, {name, shape, vocabulary, parameters, runs}: StudyPoint): ShapeRun[] {
  const scores = runs.flatMap(({score}) => score ?? []);
  if (scores.length === 0) return [];
  return [
    {
      name: `${part} ${name}`,
      depth: shape.layers,
      width: shape.width,
      expansion: shape.expansion,
      vocabulary: vocabulary.size,
      parameters: parameters.total,
      bitsPerByte: interval(scores).mean
    }
  ];
}

/** Both, as far as they are recorded. */
export function shapeStudies(): Omit<ShapeData, "shapes"> {
  const records = readRecords<StudyRun<TinyRecipe>>(recordsFile("tiny-lm"));
  const points = tinyPoints();
  const studies = PARTS.map((part) => studyData(part, points.filter((point) => point.part === part), records)); // prettier-ignore
  const speeds = readSpeeds();
  const runs = shapeRuns(studies);
  return {...(speeds ? shapeSpeeds(speeds) : {}), ...(runs.length > 0 ? {runs} : {})};
}
