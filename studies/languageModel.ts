// npm run train -- <recipe> [--finish <steps>] [--minutes <n>] [--export | --set-aside] [--device cpu|webgpu] [--threads <n>]
//
// Trains a language model from its newest checkpoint in the cache, or from the unfinished weights committed in data/models,
// or from the start. Ctrl-C saves and stops; the same command goes on. `--finish` branches off: it decays for that many
// steps from the newest checkpoint, which stays as it is, so that the run can go on later. What stands at the end is
// exported to data/models/<recipe>; `--export` does only that. `--set-aside` leaves that model as it is and puts the newest
// checkpoint's weights beside it, to go on from elsewhere.
import {initializeLlama} from "../src/nets/llama/initialize.js";
import {llamaParameters} from "../src/nets/llama/parameters.js";
import {openNode} from "../src/runtime/node.js";
import {batchFeeds, weightFeeds} from "../src/training/feeds.js";
import {lossGraph} from "../src/training/graphs.js";
import {initialState, stateWeights, train, type TrainingState} from "../src/training/loop.js";
import {random} from "../src/training/random.js";
import {withRepeats} from "../src/training/repeats.js";
import {sampleBatch} from "../src/training/sampling.js";
import {SPECIAL_TOKENS} from "../src/training/tokenizerFiles.js";
import {cacheFolder} from "./cache.js";
import {fingerprint, loadCheckpoint, saveCheckpoint} from "./checkpoints.js";
import {evaluate} from "./evaluate.js";
import {exportModel, setAside, unfinishedWeights} from "./exportModel.js";
import {interruption} from "./interrupt.js";
import {openProgress} from "./progress.js";
import {phaseAt, readRecipe, recipeNetwork} from "./recipe.js";
import {stepSessions} from "./session.js";
import {copyLog, openLog} from "./trainingLog.js";
import {readPrepared} from "./prepared.js";
import type {Schedule} from "../src/training/schedule.js";

const SAVE_EVERY = 3 * 60_000;
const LOG_EVERY = 20;
const EVALUATE_EVERY = 250;
/** tokens per domain in the evaluations along the way; the last one takes all held-out text */
const EVALUATE_TOKENS = 8192;

export interface LanguageModelOptions {
  /** steps to decay in, on a branch of its own */
  readonly finish?: number;
  readonly minutes?: number;
  /** write the newest checkpoint to data/models and train nothing */
  readonly exportOnly: boolean;
  /** put the newest checkpoint's weights beside the model and train nothing */
  readonly setAside: boolean;
  readonly device: "cpu" | "webgpu";
  readonly threads: number;
}

/** Trains studies/recipes/<name>.json. @throws on an unknown recipe, or where texts are missing */
export async function trainLanguageModel(name: string, options: LanguageModelOptions): Promise<void> {
  const {finish: decay = 0, minutes, device, threads} = options;
  const recipe = await readRecipe(name);
  const network = recipeNetwork(recipe);
  const parameters = llamaParameters(network);
  const prepared = await readPrepared();
  // a run may go on under a changed schedule or mixture, but only with its own network, on the texts it began with
  const identity = fingerprint(recipe.name, recipe.network, prepared.inputs);
  const main = cacheFolder("training", name);
  const trunk = await loadCheckpoint(main, identity);
  const base =
    trunk?.state ??
    (await unfinishedWeights(name, network)) ??
    initialState(initializeLlama(network, random(recipe.seed)));
  if (options.setAside) return setAside(name, network, base);
  const folder = decay ? `${main}-finished-from-${base.step}-in-${decay}` : main;
  const saved = decay ? await loadCheckpoint(folder, identity) : trunk;
  const state = saved?.state ?? base;
  const schedule: Schedule = decay ? {...recipe.schedule, steps: base.step + decay, decay} : recipe.schedule;
  if (decay && !saved) await copyLog(main, folder);

  const runtime = await openNode({device, threads});
  const sessionFor = stepSessions(runtime, network, recipe.optimizer);
  const evaluationShape = {batch: 8, length: 256};
  const losses = await runtime.createSession(lossGraph(network, evaluationShape), {name: "loss"});
  const log = await openLog(folder, state.step);
  const progress = openProgress(schedule.steps, state.step);
  const interrupt = interruption(minutes);
  if (options.exportOnly) interrupt.abort();

  const begun = performance.now();
  const before = (saved ?? trunk)?.record.seconds ?? 0;
  const seconds = (): number => before + (performance.now() - begun) / 1000;
  let lastSave = performance.now();
  const save = (at: TrainingState): Promise<void> =>
    saveCheckpoint(folder, parameters, at, {recipe: name, fingerprint: identity, schedule, seconds: seconds()});

  const heldOut = (at: TrainingState, limit?: number): Promise<Record<string, number>> =>
    evaluate({
      session: losses,
      shape: evaluationShape,
      parameters: weightFeeds(parameters, stateWeights(at, parameters)),
      shards: prepared.validation,
      byteLengths: prepared.byteLengths,
      limit
    });

  const startTokens = state.tokens;
  let recent: number[] = [];
  const end = await train(state, {
    parameters,
    schedule,
    ...recipe.optimizer,
    signal: interrupt.signal,
    batch: (step) => {
      const {phase, firstRow} = phaseAt(recipe, step, schedule.steps);
      const {length, mixture = recipe.mixture, repeats} = phase;
      const {seed} = recipe;
      const text = sampleBatch({shards: prepared.train, weights: mixture, ...phase, seed, step, firstRow});
      const context = {length, firstToken: SPECIAL_TOKENS.length, vocabSize: network.vocabSize, seed, step};
      const batch = repeats ? withRepeats(text, {...repeats, ...context}) : text;
      return {feeds: batchFeeds(batch), tokens: phase.batch * length};
    },
    run: async (feeds, step) => (await sessionFor(phaseAt(recipe, step, schedule.steps).phase)).run(feeds),
    after: async ({step, loss, gradientNorm, learningRate, tokens}, at) => {
      recent.push(loss);
      const rate = (tokens - startTokens) / ((performance.now() - begun) / 1000);
      progress.update(step, `step ${step}  loss ${loss.toFixed(3)}  ${rate.toFixed(0)} tokens/s`);
      if (step % LOG_EVERY === 0) {
        const mean = recent.reduce((a, b) => a + b, 0) / recent.length;
        await log.add({step, tokens, loss: mean, gradientNorm, learningRate, seconds: seconds()});
        recent = [];
      }
      if (step % EVALUATE_EVERY === 0 && step < schedule.steps) {
        await log.add({step, tokens, bitsPerByte: await heldOut(at, EVALUATE_TOKENS)});
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
  const bitsPerByte = await heldOut(end, finished ? undefined : EVALUATE_TOKENS);
  await log.add({step: end.step, tokens: end.tokens, bitsPerByte, finished});
  const branch = decay ? base : undefined;
  await exportModel({
    recipe,
    network,
    state: end,
    branch,
    schedule,
    finished,
    bitsPerByte,
    log,
    seconds: seconds(),
    runtime
  });
  const rounded = Object.entries(bitsPerByte).map(([domain, bits]) => `${domain} ${bits.toFixed(3)}`);
  console.error(`${name}: step ${end.step} of ${schedule.steps}, bits per byte: ${rounded.join(", ")}`);
}
