// npm run train -- kangaroo [--exit-layer <ℓ> | --only <adapter>] [--minutes <n>] [--export] [--device cpu|webgpu] [--threads <n>]
//
// Trains the adapters of studies/recipes/kangaroo.json side by side: one graph, one forward pass of the target, which
// stays as it is. With --exit-layer only the adapter at that layer, with --only the one of that name (exit-2-layer, medusa).
// Ctrl-C saves and stops; the same command goes on.
import {join} from "node:path";
import {readCheckpoint} from "../../src/runtime/readCheckpoint.js";
import {openNode} from "../../src/runtime/node.js";
import {adapterName} from "../../src/nets/adapter/config.js";
import {shifts, trainedParameters} from "../../src/nets/adapter/train.js";
import {batchFeeds, weightFeeds} from "../../src/training/feeds.js";
import {initialState, stateWeights, train, type TrainingState} from "../../src/training/loop.js";
import {sampleBatch} from "../../src/training/sampling.js";
import {cacheFolder} from "../cache.js";
import {fingerprint, loadCheckpoint, saveCheckpoint} from "../checkpoints.js";
import {modelFolder} from "../exportModel.js";
import {interruption} from "../interrupt.js";
import {readPrepared} from "../prepared.js";
import {openProgress} from "../progress.js";
import {phaseAt, readRecipe, type AdapterRecipe} from "../recipe.js";
import {openLog} from "../trainingLog.js";
import {adapterSessions, lossName, measureSession, recipeAdapters, startingWeights} from "./adapters.js";
import {exportAdapters, type AdapterLogEntry} from "./exportAdapters.js";
import {measure, overDomains, type Measured} from "./measure.js";

const SAVE_EVERY = 3 * 60_000;
const LOG_EVERY = 20;
const MEASURE_EVERY = 200;
/** tokens per domain in the measurements along the way, and in the last */
const MEASURED_TOKENS = {along: 2048, last: 16384};
const MEASURED_SHAPE = {batch: 8, length: 256};

export interface AdapterTrainingOptions {
  /** train only the adapter of this name */
  readonly only?: string;
  readonly minutes?: number;
  /** write the newest checkpoint to data/models and train nothing */
  readonly exportOnly: boolean;
  readonly device: "cpu" | "webgpu";
  readonly threads: number;
}

export async function trainAdapters(name: string, options: AdapterTrainingOptions): Promise<void> {
  const {only, minutes, exportOnly, device, threads} = options;
  const recipe = await readRecipe<AdapterRecipe>(name);
  const {schedule, mixture, seed, optimizer, headRate} = recipe;
  const target = await readCheckpoint(join(modelFolder(recipe.target)));
  const adapters = recipeAdapters(recipe, target.config.layers, only);
  const parameters = trainedParameters(target.config, adapters);
  const prepared = await readPrepared();
  // a run may go on under a changed schedule or mixture, but only for the weights and on the texts it began with
  const identity = fingerprint(name, target.sha256, parameters, prepared.inputs);
  const folder = cacheFolder("training", only === undefined ? name : `${name}-${only}`);
  const saved = await loadCheckpoint(folder, identity);
  const state = saved?.state ?? initialState(startingWeights(target, adapters, seed));

  const runtime = await openNode({device, threads});
  const sessionFor = adapterSessions(runtime, target, adapters, {...optimizer, headRate});
  const measuring = await measureSession(runtime, target, adapters, MEASURED_SHAPE);
  const log = await openLog<AdapterLogEntry>(folder, state.step);
  const progress = openProgress(schedule.steps, state.step);
  const interrupt = interruption(minutes);
  if (exportOnly) interrupt.abort();

  const begun = performance.now();
  const seconds = (): number => (saved?.record.seconds ?? 0) + (performance.now() - begun) / 1000;
  const save = (at: TrainingState): Promise<void> =>
    saveCheckpoint(folder, parameters, at, {recipe: name, fingerprint: identity, schedule, seconds: seconds()});
  const heldOut = (at: TrainingState, limit: number): Promise<Record<string, Record<string, Measured>>> => {
    const weights = weightFeeds(parameters, stateWeights(at, parameters));
    const shards = prepared.validation;
    return measure({session: measuring, adapters, shape: MEASURED_SHAPE, parameters: weights, shards, limit});
  };

  const heads = adapters.map((adapter) => ({
    name: adapterName(adapter),
    outputs: shifts(adapter).map((_, k) => lossName(adapterName(adapter), k))
  }));
  let recent: Record<string, number> = {};
  let counted = 0;
  let lastSave = performance.now();
  const end = await train(state, {
    parameters,
    schedule,
    ...optimizer,
    signal: interrupt.signal,
    batch: (step) => {
      const {phase, firstRow} = phaseAt(recipe, step, schedule.steps);
      const weights = phase.mixture ?? mixture;
      const batch = sampleBatch({shards: prepared.train, weights, ...phase, seed, step, firstRow});
      const {tokens, weights: counts} = batchFeeds(batch);
      return {feeds: {tokens, weights: counts}, tokens: phase.batch * phase.length};
    },
    run: async (feeds, step) => {
      const outputs = await (await sessionFor(phaseAt(recipe, step, schedule.steps).phase)).run(feeds);
      for (const output of heads.flatMap(({outputs: names}) => names)) {
        recent[output] = (recent[output] ?? 0) + (outputs[output].data as Float32Array)[0];
      }
      counted++;
      return outputs;
    },
    after: async ({step, loss, gradientNorm, learningRate, tokens}, at) => {
      const rate = (tokens - state.tokens) / ((performance.now() - begun) / 1000);
      progress.update(step, `step ${step}  sum of losses ${loss.toFixed(2)}  ${rate.toFixed(0)} tokens/s`);
      if (step % LOG_EVERY === 0) {
        const losses = heads.map(({name, outputs}) => [name, outputs.map((output) => recent[output] / counted)]);
        const entry = {step, tokens, losses: Object.fromEntries(losses), gradientNorm, learningRate};
        await log.add({...entry, seconds: seconds()});
        recent = {};
        counted = 0;
      }
      if (step % MEASURE_EVERY === 0 && step < schedule.steps) {
        await log.add({step, tokens, heldOut: await heldOut(at, MEASURED_TOKENS.along)});
      }
      if (performance.now() - lastSave > SAVE_EVERY) {
        await save(at);
        lastSave = performance.now();
      }
      await new Promise((resolve) => setImmediate(resolve)); // let signals in
    }
  });
  progress.end();
  await save(end);
  const finished = end.step >= schedule.steps;
  const measured = await heldOut(end, finished ? MEASURED_TOKENS.last : MEASURED_TOKENS.along);
  await log.add({step: end.step, tokens: end.tokens, heldOut: measured, finished});
  const command = `npm run train -- ${name}${only === undefined ? "" : ` --only ${only}`}`;
  await exportAdapters({
    recipe,
    target,
    adapters,
    state: end,
    schedule,
    heldOut: measured,
    log,
    seconds: seconds(),
    runtime,
    command
  });
  console.error(`${name}: step ${end.step} of ${schedule.steps}`);
  for (const {name: adapter, outputs} of heads) {
    const [loss, acceptance, agreement] = (["loss", "acceptance", "agreement"] as const).map((of) =>
      outputs.map((_, k) => overDomains(measured[adapter], mixture, of, k).toFixed(3)).join(" ")
    );
    console.error(`  ${adapter}: loss ${loss}, Σ min(p, q) ${acceptance}, same first choice ${agreement}`);
  }
}
