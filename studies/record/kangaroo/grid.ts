// Every exit layer with every draft length and threshold, replayed on all prompts at batch 1: counters, and from the prices
// of the parts the point that is cheapest a token on validation prompts.
import {addChainTotals, chainTotals, type ChainTotals} from "../../../src/decoding/index.js";
import {toSteps} from "../../../src/decoding/drafters/confidence.js";
import {packCells, cellWork, type GridCell} from "../../../src/traces/gridCells.js";
import {exitMs, greedyMsPerToken} from "../../../src/traces/metrics/exitCost.js";
import type {ChoiceRecord, GridRecord, OracleAnswers} from "../../../src/traces/index.js";
import type {Journals} from "../journals.js";
import type {Split} from "../prompts.js";
import {exitName} from "./modules.js";
import {prices} from "./parts.js";
import type {ExitPoint, Setting} from "./setting.js";

export interface GridOf {
  readonly domain: string;
  readonly split: Split;
  readonly exitLayer: number;
  readonly samples: number;
  readonly tokens: number;
  readonly cells: readonly GridCell[];
}

type Known = ReadonlyMap<string, OracleAnswers>;

const splits = ["validation", "test"] as const;

function answersOf({prompts}: Journals<Setting>, known: Known, domain: string, split: Split): OracleAnswers[] {
  const some = (prompts.domains.get(domain) ?? []).filter((prompt) => prompt.split === split);
  return some.flatMap(({id}) => known.get(id) ?? []);
}

/** Counters of all points, by domain, split and exit layer. */
export function replayGrid(recorded: Journals<Setting>, known: Known): GridOf[] {
  const {setting, eos, prompts} = recorded;
  const {maxNewTokens, exitLayers, grid} = setting;
  return [...prompts.domains.keys()].flatMap((domain) =>
    splits.flatMap((split) => {
      const answers = answersOf(recorded, known, domain, split);
      if (answers.length === 0) return [];
      return exitLayers.map((exitLayer) => {
        const cells = grid.draftLengths.flatMap((draftLength) =>
          grid.thresholds.map((threshold) => {
            const options = {chain: exitName(exitLayer), draftLength, threshold, maxNewTokens, eos};
            const totals = answers.map((one): ChainTotals => chainTotals(one, options)).reduce(addChainTotals);
            return {...totals, draftLength, threshold};
          })
        );
        const {length: samples} = answers;
        return {domain, split, exitLayer, samples, tokens: cells[0].tokens, cells};
      });
    })
  );
}

export function gridLines(grids: readonly GridOf[], {grid, maxNewTokens}: Setting): GridRecord[] {
  const {draftLengths, thresholds} = grid;
  return grids.map(({domain, split, exitLayer, samples, tokens, cells}) => ({
    type: "grid",
    drafter: "early-exit",
    options: {exitLayer, adapter: exitName(exitLayer)},
    batchSize: 1,
    maxNewTokens,
    domain,
    split,
    samples,
    tokens,
    draftLengths,
    thresholds: thresholds.map(toSteps),
    ...packCells(cells, Math.max(...draftLengths))
  }));
}

/** What a domain's points cost a token, and greedy decoding. */
interface Priced {
  readonly domain: string;
  readonly greedy: number;
  readonly points: readonly (ExitPoint & {readonly ms: number})[];
}

function pricedDomains(recorded: Journals<Setting>, known: Known, grids: readonly GridOf[]): Priced[] {
  const cost = prices(recorded);
  return [...recorded.prompts.domains.keys()].map((domain) => {
    const here = grids.filter((grid) => grid.domain === domain && grid.split === "validation");
    const points = here.flatMap(({exitLayer, samples, tokens, cells}) => {
      const line = cost.exit(exitLayer);
      return cells.map((cell) => {
        const {draftLength, threshold} = cell;
        return {exitLayer, draftLength, threshold, ms: exitMs(cellWork(samples, cell), line) / (tokens - samples)};
      });
    });
    const greedy = greedyMsPerToken(answersOf(recorded, known, domain, "validation"), cost.greedy);
    return {domain, greedy, points};
  });
}

/** The point with the largest predicted speed-up on validation prompts: for all domains (their mean), and for each. */
export function choosePoints(recorded: Journals<Setting>, known: Known, grids: readonly GridOf[]): ChoiceRecord[] {
  const domains = pricedDomains(recorded, known, grids);
  const of = (some: readonly Priced[], name: string): ChoiceRecord => {
    const mean = (value: (domain: Priced) => number): number =>
      some.reduce((sum, domain) => sum + value(domain), 0) / some.length;
    const speedUps = some[0].points.map((_, k) => mean(({greedy, points}) => greedy / points[k].ms));
    const best = speedUps.indexOf(Math.max(...speedUps));
    const {exitLayer, draftLength, threshold} = some[0].points[best];
    return {
      type: "choice",
      domain: name,
      split: "validation",
      by: "largest speed-up predicted from the cost of parts, batch 1",
      exitLayer,
      draftLength,
      threshold,
      msPerToken: rounded(mean(({points}) => points[best].ms)),
      greedyMsPerToken: rounded(mean(({greedy}) => greedy)),
      speedUp: rounded(speedUps[best])
    };
  };
  return [of(domains, "all"), ...domains.map((domain) => of([domain], domain.domain))];
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
