// Slices through the grid of early exits: along η, γ or ℓ with the other two held, as lines of compression ratios and of
// speed-ups.
import type {ExitGrid, ExitGridData, ExitTimed} from "../exitGridData.js";

export const along = ["eta", "draft", "exit"] as const;
export type Along = (typeof along)[number];

/** A point of the grid. */
export interface ExitPoint {
  readonly layer: number;
  readonly draftLength: number;
  /** η, in hundredths */
  readonly eta: number;
}

export interface ExitValue {
  /** tokens per decode step, the paper's compression ratio without the prefill */
  readonly compression: number;
  /** predicted, over greedy decoding; of several domains their mean */
  readonly speedUp: number;
  readonly draftsPerStep: number;
  /** share of the drafts that are right */
  readonly right: number;
  /** predicted microseconds a token; of several domains their mean */
  readonly us: number;
  readonly greedyUs: number;
}

/** Domains that a name stands for. */
export const domainsOf = (data: ExitGridData, texts: string): readonly string[] =>
  texts === "all" ? data.domains : [texts];

/** What a point comes to; undefined where it is not in the grid. */
export function valueAt(
  data: ExitGridData,
  texts: string,
  {layer, draftLength, eta}: ExitPoint
): ExitValue | undefined {
  const [row, column] = [data.draftLengths.indexOf(draftLength), data.thresholds.indexOf(eta)];
  const grids = domainsOf(data, texts).flatMap(
    (domain) => data.grids.find((grid) => grid.domain === domain && grid.layer === layer) ?? []
  );
  if (row < 0 || column < 0 || grids.length === 0) return undefined;
  const at = row * data.thresholds.length + column;
  const sum = (value: (grid: ExitGrid) => number): number => grids.reduce((n, grid) => n + value(grid), 0);
  const mean = (value: (grid: ExitGrid) => number): number => sum(value) / grids.length;
  const tokens = sum(({tokens: all, samples}) => all - samples);
  const [steps, drafts] = [sum((grid) => grid.steps[at]), sum((grid) => grid.drafts[at])];
  return {
    compression: tokens / steps,
    speedUp: mean(({domain, us}) => data.greedyUs[domain] / us[at]),
    draftsPerStep: drafts / steps,
    right: drafts > 0 ? (tokens - steps) / drafts : 0,
    us: mean(({us}) => us[at]),
    greedyUs: mean(({domain}) => data.greedyUs[domain])
  };
}

export interface Slice {
  readonly name: string;
  /** whether the reader's point lies on it */
  readonly own: boolean;
  readonly points: readonly ExitPoint[];
}

/** What stands below the axis. */
export const ticksOf = (data: ExitGridData, by: Along): (string | number)[] =>
  by === "eta" ? data.thresholds.map((eta) => (eta / 100).toFixed(1)) : [...(by === "draft" ? data.draftLengths : data.exits)]; // prettier-ignore

export const axisName: Readonly<Record<Along, string>> = {
  eta: "least confidence η",
  draft: "most drafts γ",
  exit: "exit layer ℓ"
};

/** Along η and γ a line for each exit layer; along ℓ one for some thresholds, the fixed length η = 0 among them. */
export function slices(data: ExitGridData, point: ExitPoint, by: Along): Slice[] {
  if (by === "exit") {
    const shown = [...new Set([0, 30, 60, 90, point.eta])].filter((eta) => data.thresholds.includes(eta));
    return shown
      .sort((a, b) => a - b)
      .map((eta) => ({
        name: `η ${(eta / 100).toFixed(1)}`,
        own: eta === point.eta,
        points: data.exits.map((layer) => ({...point, layer, eta}))
      }));
  }
  return data.exits.map((layer) => ({
    name: `ℓ ${layer}`,
    own: layer === point.layer,
    points:
      by === "eta"
        ? data.thresholds.map((eta) => ({...point, layer, eta}))
        : data.draftLengths.map((draftLength) => ({...point, layer, draftLength}))
  }));
}

/** The timed run of a point, of one domain or the mean of several; undefined where not all of them were timed. */
export function timedAt(data: ExitGridData, texts: string, point: ExitPoint): Omit<ExitTimed, "domain"> | undefined {
  const domains = domainsOf(data, texts);
  const found = domains.flatMap((domain) => data.timed.find((timed) => timed.domain === domain && isAt(timed, point)) ?? []); // prettier-ignore
  if (found.length < domains.length || found.length === 0) return undefined;
  const mean = (value: (timed: ExitTimed) => number): number => found.reduce((n, timed) => n + value(timed), 0) / found.length; // prettier-ignore
  return {
    layer: point.layer,
    draftLength: point.draftLength,
    threshold: point.eta / 100,
    compression: mean(({compression}) => compression),
    speedUp: mean(({speedUp}) => speedUp),
    quartiles: [mean(({quartiles}) => quartiles[0]), mean(({quartiles}) => quartiles[1])],
    predicted: mean(({predicted}) => predicted)
  };
}

export const isAt = (timed: ExitTimed, {layer, draftLength, eta}: ExitPoint): boolean =>
  timed.layer === layer && timed.draftLength === draftLength && Math.round(100 * timed.threshold) === eta;
