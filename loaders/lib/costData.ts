// From a recording to what the figures of cost show: timed steps, what the cost line and the speed model predict beside what
// was measured, how each drafter does on each domain, and the lengths of the timed texts.
import type {CheckedSpeed, CostData, DeviceCost, DomainGuessing, NetworkCost} from "../../src/figures/costData.js";
import type {Speed} from "../../src/figures/speedData.js";
import {packStep, predictedDecodeMs} from "../../src/figures/kit/decodeMs.js";
import {recordedGuessing} from "../../src/figures/kit/guessing.js";
import {speedModel, type TextLength} from "../../src/figures/kit/speedModel.js";
import {tokensPerSecond} from "../../src/traces/metrics/index.js";
import {unpackOracle} from "../../src/traces/index.js";
import type {CostRecord, CountsRecord, RecordingRecord, TraceLine} from "../../src/traces/index.js";
import {losslessOf} from "./losslessOf.js";
import {costOf, speedTable} from "./speedTable.js";
import {domainOf} from "./domainOf.js";

/** All lines of the four files of one recording, under the name of its folder. */
export interface RecordedDevice {
  readonly key: string;
  readonly lines: readonly TraceLine[];
}

/** Texts whose lengths are taken where none were timed. */
const FEW = 24;

/** Counters do not depend on the device: distributions and lengths are the first recording's that has them. */
export async function costData(recordings: readonly RecordedDevice[]): Promise<CostData> {
  const maxNewTokens = Math.max(
    ...recordings.flatMap(({lines}) => of(lines, "counts").map((line) => line.maxNewTokens)),
    1
  );
  const first = recordings.find(({lines}) => of(lines, "counts").length > 0)?.lines ?? [];
  const guessing = domainGuessing(of(first, "counts"));
  const texts = textLengths(first, maxNewTokens);
  const modelled = modelledSpeed({guessing, texts, maxNewTokens});
  const devices: DeviceCost[] = [];
  for (const {key, lines} of recordings) {
    const head = lines.find((line) => line.type === "recording");
    const cost = of(lines, "cost");
    if (!head || cost.length === 0) continue;
    devices.push(await deviceCost(key, head, lines, cost, modelled));
  }
  return {devices, guessing, texts, maxNewTokens};
}

const of = <T extends TraceLine["type"]>(lines: readonly TraceLine[], type: T) =>
  lines.filter((line): line is Extract<TraceLine, {type: T}> => line.type === type);

type Modelled = (row: Speed, cost: readonly CostRecord[]) => Promise<number | undefined>;

async function deviceCost(
  key: string,
  {provenance, done, planned, ...head}: RecordingRecord,
  lines: readonly TraceLine[],
  cost: readonly CostRecord[],
  modelled: Modelled
): Promise<DeviceCost> {
  const rows = speedTable({timing: of(lines, "timing"), counts: of(lines, "counts"), cost});
  const checked: CheckedSpeed[] = [];
  for (const row of rows) {
    const {domain, batchSize, mode, drafter, decode, predicted, repeats} = row;
    if (decode?.speedUp === undefined || !decode.speedUpQuartiles) continue;
    const model = await modelled(row, cost);
    checked.push({
      domain,
      batchSize,
      mode,
      drafter,
      measured: decode.tokensPerSecond,
      ...(predicted ? {predicted: predicted.tokensPerSecond} : {}),
      ...(predicted?.speedUp === undefined ? {} : {predictedSpeedUp: predicted.speedUp}),
      speedUp: decode.speedUp,
      quartiles: decode.speedUpQuartiles,
      repeats,
      ...(model === undefined ? {} : {modelled: Number(model.toFixed(4))})
    });
  }
  const lossless = losslessOf({provenance, done, planned, ...head});
  return {key, networks: networkCosts(cost), checked, provenance, lossless, done, planned};
}

function networkCosts(cost: readonly CostRecord[]): NetworkCost[] {
  return (["target", "draft"] as const).flatMap((role) => {
    const own = cost.filter(({model}) => model.role === role);
    if (own.length === 0) return [];
    const {name, sha256} = own[0].model;
    const steps = own.map(packStep);
    return [{name, sha256, role, steps, repeats: Math.max(...own.map(({ms}) => ms.length))}];
  });
}

/** From the counters of EMS-SD at the smallest batch size that has them; acceptance is the same in all modes and sizes. */
function domainGuessing(counts: readonly CountsRecord[]): DomainGuessing[] {
  const known = counts
    .filter(({texts, mode, drafter}) => texts === "prompts" && mode === "ems-sd" && drafter !== "none")
    .sort((a, b) => a.batchSize - b.batchSize);
  const firsts = known.filter(
    (line, i) => known.findIndex((other) => other.domain === line.domain && other.drafter === line.drafter) === i
  );
  return firsts.map(({domain, drafter, options, totals: {drafted, histogram}}) => {
    const {copyLength, draftLength} = options;
    return {domain, drafter, draftLength: Number(draftLength ?? copyLength), drafted, histogram};
  });
}

/** Of the prompts that were timed, in their order; of the first ones of the record where none of a domain were. */
function textLengths(lines: readonly TraceLine[], maxNewTokens: number): Record<string, TextLength[]> {
  const lengths = new Map(
    of(lines, "oracle").map((line) => {
      const {prompt, output} = unpackOracle(line);
      return [line.prompt, {prompt: prompt.length, output: Math.min(output.length, maxNewTokens)}] as const;
    })
  );
  const timed = new Map(of(lines, "timing").map(({prompts}) => [domainOf(prompts[0]), prompts] as const));
  const domains = [...new Set([...lengths.keys()].map(domainOf))];
  return Object.fromEntries(
    domains.map((domain) => {
      const recorded = [...lengths.keys()].filter((id) => domainOf(id) === domain).slice(0, FEW);
      return [domain, (timed.get(domain) ?? recorded).flatMap((id) => lengths.get(id) ?? [])];
    })
  );
}

/** Speed-ups by the speed model; counters are worked out once for all devices. */
function modelledSpeed({guessing, texts, maxNewTokens}: Omit<CostData, "devices">): Modelled {
  const done = new Map<string, ReturnType<typeof speedModel>>();
  return async ({domain, batchSize, mode, drafter}, cost) => {
    const known = guessing.find((entry) => entry.domain === domain && entry.drafter === drafter);
    const target = costOf(cost, "target");
    if ((mode !== "vanilla" && mode !== "ems-sd") || !known || !target || !texts[domain]?.length) return undefined;
    const network = drafter !== "lookup";
    const draft = costOf(cost, "draft");
    if (network && !draft) return undefined;
    const guesses = recordedGuessing(known);
    const speeds: number[] = [];
    for (const each of ["greedy", mode] as const) {
      const key = [domain, batchSize, each, each === "greedy" ? "" : drafter].join(" ");
      const run = {mode: each, batchSize, texts: texts[domain], maxNewTokens, guessing: guesses, network};
      const totals = await (done.get(key) ?? done.set(key, speedModel(run)).get(key)!);
      speeds.push(tokensPerSecond(totals.tokens - totals.samples, predictedDecodeMs(totals, target, draft)));
    }
    return speeds[1] / speeds[0];
  };
}
