// The recorded runs of one part of a study as figures draw them: joined with the grid, so that what is planned and not
// done is known too.
import {parameterCount} from "../../src/nets/llama/parameters.js";
import {partsOf} from "../../studies/tinyLm/parts.js";
import {networkOf, type TinyRecipe} from "../../studies/tinyLm/recipe.js";
import {expansionOf} from "../../studies/tinyLm/shapes.js";
import {recipeHash, type Point} from "../../studies/study/study.js";
import type {SeedRun, StudyData, StudyPoint} from "../../src/figures/studyData.js";
import type {Provenance} from "../../src/traces/identity.js";
import type {StudyRun} from "../../src/traces/studyRun.js";

export function studyData(
  part: string,
  points: readonly Point<TinyRecipe>[],
  records: ReadonlyMap<string, StudyRun<TinyRecipe>>
): StudyData {
  const provenances: Provenance[] = [];
  const places = new Map<string, number>();
  const placeOf = (provenance: Provenance): number => {
    const key = JSON.stringify(provenance);
    const place = places.get(key) ?? provenances.push(provenance) - 1;
    places.set(key, place);
    return place;
  };
  const usual = usualDevice(records.values());
  const names = [...new Set(points.map(({name}) => name))];
  let parent: string | undefined;
  const found = names.map((name): StudyPoint => {
    const recipes = points.filter((point) => point.name === name).map(({recipe}) => recipe);
    const runs = recipes.flatMap((recipe): SeedRun[] => {
      const run = records.get(recipeHash(recipe));
      parent ??= run?.inputs.parent;
      return run ? [seedRun(run, placeOf(run.provenance), usual)] : [];
    });
    const [{network, vocabulary, start, rounds, text, batch, schedule}] = recipes;
    const {layers, hiddenSize: width, heads, kvHeads, headDim, intermediateSize} = network;
    const config = networkOf(recipes[0]);
    return {
      name,
      shape: {layers, width, heads, kvHeads, headDim, intermediateSize, expansion: expansionOf(network)},
      vocabulary,
      start,
      rounds,
      text,
      batchTokens: batch.batch * batch.length,
      peak: schedule.peak,
      parameters: {...partsOf(config), total: parameterCount(config)},
      planned: recipes.length,
      runs
    };
  });
  return {
    part,
    points: found,
    done: found.reduce((sum, {runs}) => sum + runs.length, 0),
    planned: points.length,
    ...(parent === undefined ? {} : {parent}),
    provenances
  };
}

/** The device of most runs. */
function usualDevice(records: Iterable<StudyRun>): string | undefined {
  const counts = new Map<string, number>();
  for (const {provenance} of records) counts.set(provenance.device, (counts.get(provenance.device) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function seedRun(run: StudyRun<TinyRecipe>, provenance: number, usual?: string): SeedRun {
  const {hash, recipe, trained, curve, evaluations, diverged, samples, sampling, inherited, cost, bitsPerByte, cloze} = run; // prettier-ignore
  const kept = {hash, trained, curve, evaluations, diverged, samples, sampling, inherited, cost};
  return {
    ...kept,
    seed: recipe.seed,
    ...(bitsPerByte ? {bitsPerByte, score: meanOf(Object.values(bitsPerByte))} : {}),
    ...(cloze ? {clozeByDomain: cloze, cloze: shareOf(Object.values(cloze))} : {}),
    ...(run.provenance.device === usual ? {} : {elsewhere: run.provenance.device}),
    provenance
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function shareOf(answers: readonly (readonly [number, number])[]): number {
  const sum = (k: 0 | 1): number => answers.reduce((total, answer) => total + answer[k], 0);
  return sum(0) / sum(1);
}
