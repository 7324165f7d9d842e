// From the recorded grids, costs and times of early exits to the table that the explorer shows.
import type {ExitGrid, ExitGridData} from "../../src/figures/exitGridData.js";
import {cellWork, gridCells} from "../../src/traces/gridCells.js";
import type {GridRecord, TraceLine} from "../../src/traces/index.js";
import {unpackOracle} from "../../src/traces/index.js";
import {exitMs, exitPrices, greedyMsPerToken} from "../../src/traces/metrics/exitCost.js";
import {domainOf} from "./domainOf.js";
import {timedPoints} from "./exitTimed.js";
import {losslessOf} from "./losslessOf.js";

export interface ExitGridSources {
  readonly counts: readonly TraceLine[];
  readonly cost: readonly TraceLine[];
  readonly timing: readonly TraceLine[];
  /** greedy outputs, for what greedy decoding costs */
  readonly forest: readonly TraceLine[];
}

/** @throws where the counters have no recording line */
export function exitGrid({counts, cost, timing, forest}: ExitGridSources): ExitGridData {
  const recording = counts.find((line) => line.type === "recording");
  const model = recording?.models.find(({role}) => role === "target");
  const layers = forest.find((line) => line.type === "oracle-model")?.layers;
  if (!recording || !model || layers === undefined) throw new Error("exit grid: no recording, target or oracle-model");
  const lines = counts.filter((line) => line.type === "grid").filter(({split}) => split === "test");
  const [first] = lines;
  const prices = exitPrices(
    cost.filter((line) => line.type === "cost"),
    {layers, batchSize: 1}
  );
  const answers = forest.flatMap((line) => (line.type === "oracle" ? [unpackOracle(line)] : []));
  const domains = [...new Set(lines.map(({domain}) => domain))];
  const greedyUs = Object.fromEntries(
    domains.map((domain) => {
      const here = answers.filter(({id}) => domainOf(id) === domain);
      return [domain, microseconds(greedyMsPerToken(here, prices.greedy))];
    })
  );
  const costs = new Map([...new Set(lines.map(layerOf))].map((layer) => [layer, prices.exit(layer)] as const));
  const grids = lines.map((line): ExitGrid => {
    const layer = layerOf(line);
    const {domain, samples, tokens} = line;
    const cells = gridCells(line);
    const price = costs.get(layer)!;
    return {
      domain,
      layer,
      samples,
      tokens,
      steps: cells.map(({steps}) => steps),
      drafts: cells.map(({drafted}) => drafted.reduce((n, count) => n + count, 0)),
      us: cells.map((cell) => microseconds(exitMs(cellWork(samples, cell), price) / (tokens - samples)))
    };
  });
  return {
    model,
    layers,
    exits: [...costs.keys()].sort((a, b) => a - b),
    domains,
    draftLengths: first?.draftLengths ?? [],
    thresholds: first?.thresholds.map((steps) => Math.round((100 * steps) / 65535)) ?? [],
    grids,
    greedyUs,
    timed: timedPoints({timing, counts, costs, greedyUs}),
    choices: counts.flatMap((line) => {
      if (line.type !== "choice") return [];
      const {domain, exitLayer, draftLength, threshold} = line;
      return [{domain, layer: exitLayer, draftLength, threshold}];
    }),
    provenance: recording.provenance,
    lossless: losslessOf(recording)
  };
}

const layerOf = ({options}: GridRecord): number => Number(options.exitLayer);

const microseconds = (ms: number): number => Number((1000 * ms).toFixed(1));
