// What the parts of a step that leaves early cost: measured one after the other in the same steps, as they run in use.
import {exitParts, headsPart} from "../../../src/decoding/timedParts.js";
import {exitPrices, type ExitPrices} from "../../../src/traces/metrics/exitCost.js";
import type {CostRecord, ModelIdentity} from "../../../src/traces/index.js";
import {costEntries, measureCosts, measuredCosts, whole, type CostOptions, type RepeatedGrid} from "../cost.js";
import type {ChapterOptions, Journals} from "../journals.js";
import {costLine} from "../lines.js";
import {identity} from "../networks.js";
import {exitName} from "./modules.js";
import type {Setting} from "./setting.js";

type Part = NonNullable<CostRecord["part"]>;

interface Measurement extends Pick<CostOptions, "parts" | "names"> {
  readonly grid: RepeatedGrid;
}

const partName = (part: Part, exitLayer: number): string => `${part} ${exitLayer}`;

/** Whole networks, then the parts at every exit layer, then other modules at batch 1. */
function measurements({networks, setting}: Journals<Setting>): Measurement[] {
  const {target, draft, adapters = [], heads} = networks;
  const {cost: grid, exitLayers, plainLayers} = setting;
  const single = {...grid, batchSizes: [1], ragged: []};
  const exits = adapters.map(({name, part: adapter}): Measurement => {
    const {exitLayer} = adapter;
    if (!exitLayers.includes(exitLayer) || name !== exitName(exitLayer)) {
      return {parts: exitParts(target.model, {exitLayer, adapter}), names: {adapter: name}, grid: single};
    }
    const head = plainLayers.includes(exitLayer);
    const names = {
      shallow: partName("shallow", exitLayer),
      adapter: name,
      ...(head ? {head: partName("head", exitLayer)} : {}),
      deep: partName("deep", exitLayer)
    };
    return {parts: exitParts(target.model, {exitLayer, adapter, head}), names, grid};
  });
  return [
    ...[target, draft].map((network) => ({...whole(network), grid})),
    ...exits,
    ...(heads ? [{parts: headsPart(target.model, heads.part), names: {heads: heads.name}, grid: single}] : [])
  ];
}

/** Measure what the journal lacks. */
export async function measureParts({stage, signal}: ChapterOptions<Setting>, recorded: Journals<Setting>) {
  const all = measurements(recorded);
  const total = all.reduce((sum, {grid}) => sum + costEntries(grid), 0);
  const measuring = stage("cost of steps and of their parts", total, 0);
  let before = 0;
  for (const measurement of all) {
    const progress = (done: number): void => measuring.update(before + done, `${before + done} of ${total}`);
    await measureCosts({...measurement, journal: recorded.costs, signal, progress});
    before += costEntries(measurement.grid);
  }
  measuring.end();
}

/** Rows of a part that are asked for in use, and so kept: the first layers run a row per sample, an adapter up to two. */
const mostRows: Partial<Record<Part, number>> = {shallow: 1, adapter: 2, head: 1, heads: 1};

export function partLines(recorded: Journals<Setting>): CostRecord[] {
  const {networks, setting, costs, provenance} = recorded;
  const {target, draft, adapters = [], heads} = networks;
  const {cost: grid, exitLayers, plainLayers} = setting;
  const lines = (name: string, model: ModelIdentity, more: Pick<CostRecord, "part" | "exitLayer"> = {}) =>
    measuredCosts(name, grid, costs)
      .filter(({rowsPerSample}) => rowsPerSample <= (more.part ? (mostRows[more.part] ?? Infinity) : Infinity))
      .map((step) => costLine(model, {...step, ...more}, provenance));
  const joey = identity(target, "target");
  return [
    ...lines(target.name, joey),
    ...lines(draft.name, identity(draft, "draft")),
    ...exitLayers.flatMap((exitLayer) => [
      ...lines(partName("shallow", exitLayer), joey, {part: "shallow", exitLayer}),
      ...lines(partName("deep", exitLayer), joey, {part: "deep", exitLayer})
    ]),
    ...plainLayers.flatMap((exitLayer) => lines(partName("head", exitLayer), joey, {part: "head", exitLayer})),
    ...adapters.flatMap(({name, sha256, part: {exitLayer}}) =>
      lines(name, identity({name, sha256}, "adapter"), {part: "adapter", exitLayer})
    ),
    ...(heads ? lines(heads.name, identity(heads, "adapter"), {part: "heads"}) : [])
  ];
}

/** Prices at batch 1. */
export function prices(recorded: Journals<Setting>): ExitPrices {
  const {layers} = recorded.networks.target.model;
  return exitPrices(partLines(recorded), {layers, batchSize: 1});
}
