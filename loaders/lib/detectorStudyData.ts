// The recorded runs of the CORE study as its figure draws them: joined with the grid, so that what is planned and not done is
// known too, each run once, scores as short lists.
import {recipeHash, type Point} from "../../studies/study/study.js";
import type {CoreRecipe} from "../../studies/core/detector/recipe.js";
import type {DetectorPoint, DetectorSeed, DetectorStudyData, PackedScore} from "../../src/figures/detectorStudyData.js";
import type {DetectorRun, DetectorScore} from "../../src/traces/detectorRun.js";
import type {Provenance} from "../../src/traces/identity.js";

export function detectorStudyData(
  points: readonly Point<CoreRecipe>[],
  records: ReadonlyMap<string, DetectorRun<CoreRecipe>>
): DetectorStudyData {
  const provenances: Provenance[] = [];
  const [sources, places] = [new Map<string, number>(), new Map<string, number>()];
  const runs: DetectorSeed[] = [];
  const sourceOf = (provenance: Provenance): number => {
    const key = JSON.stringify(provenance);
    const place = sources.get(key) ?? provenances.push(provenance) - 1;
    sources.set(key, place);
    return place;
  };
  const placeOf = (run: DetectorRun<CoreRecipe>): number => {
    const place = places.get(run.hash) ?? runs.push(seedRun(run, sourceOf(run.provenance))) - 1;
    places.set(run.hash, place);
    return place;
  };
  const names = new Map<string, Point<CoreRecipe>[]>();
  for (const point of points) names.set(`${point.part} ${point.name}`, [...(names.get(`${point.part} ${point.name}`) ?? []), point]); // prettier-ignore
  const found = [...names.values()].map((seeds): DetectorPoint => {
    const [{part, name, recipe}] = seeds;
    const {size, channels, sources: from, manipulations, augmentation, consistency, rate, crossEntropy, pairing, pairs, views} = recipe; // prettier-ignore
    return {
      part,
      name,
      recipe: {size, channels, sources: from, manipulations, augmentation, consistency, rate, crossEntropy, pairing, pairs, views}, // prettier-ignore
      planned: seeds.length,
      runs: seeds.flatMap((point) => {
        const run = records.get(recipeHash(point.recipe));
        return run ? [placeOf(run)] : [];
      })
    };
  });
  const [first] = records.values();
  return {
    points: found,
    runs,
    done: runs.length,
    planned: new Set(points.map(({recipe}) => recipeHash(recipe))).size,
    ...(first ? {images: first.inputs.images} : {}),
    provenances
  };
}

function seedRun(run: DetectorRun<CoreRecipe>, provenance: number): DetectorSeed {
  const {hash, recipe, parameters, trained, curve, evaluations, chosen, diverged, scores, consistency, cost} = run;
  const short = ([step, ...values]: readonly number[]): number[] => [step, ...values.map((value) => Number(value.toPrecision(4)))]; // prettier-ignore
  return {
    hash,
    seed: recipe.seed,
    parameters,
    trained,
    curve: curve.map((entry) => short(entry) as unknown as DetectorSeed["curve"][number]),
    evaluations,
    chosen,
    ...(diverged === undefined ? {} : {diverged}),
    scores: scores.map(packed),
    ...(consistency ? {consistency} : {}),
    cost,
    provenance
  };
}

const packed = (score: DetectorScore): PackedScore => [
  score.source,
  score.kind,
  score.jpeg ?? 0,
  score.auc,
  ...score.interval,
  score.accuracy,
  score.tdr ?? null,
  score.pristine,
  score.manipulated
];
