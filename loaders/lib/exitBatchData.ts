// From a recording of the Kangaroo chapter to what the figure of ragged drafts in a batch draws.
import type {ExitBatchData, ExitBatchRow} from "../../src/figures/exitBatchData.js";
import {median} from "../../src/traces/metrics/index.js";
import type {CountsRecord, RecordingRecord, TimingRecord, TraceLine} from "../../src/traces/index.js";
import {losslessOf} from "./losslessOf.js";
import {standardOf} from "./methodsData.js";
import {leastBusy, pairedSpeed} from "./pairedSpeed.js";
import {promptDomain, seriesOf} from "./seriesOf.js";

type Point = ExitBatchData["points"][number];

/** `lines` hold times and counters; null where no batches were timed. */
export function exitBatchData(lines: readonly TraceLine[], layers: number): ExitBatchData | null {
  const head = lines.find((line) => line.type === "recording");
  if (!head) return null;
  const timing = lines.filter((line) => line.type === "timing");
  const counts = lines.filter((line) => line.type === "counts" && line.source === "run") as CountsRecord[];
  const counted = seriesOf(counts, ({domain}) => domain).filter(({series}) => series === "batches");
  const points = pointsOf(head.setting);
  const groups = seriesOf(timing, promptDomain).filter(({series}) => series === "batches");
  const rows = groups.flatMap(({domain, batchSize, lines: timed}): ExitBatchRow[] => {
    const greedy = timed.find(({mode}) => mode === "greedy");
    const own = counted.find((group) => group.domain === domain && group.batchSize === batchSize)?.lines ?? [];
    return timed.flatMap((line) => {
      const totals = own.find((one) => keyOf(one) === keyOf(line))?.totals;
      return greedy && totals ? [rowOf(domain, line, greedy, totals, points)] : [];
    });
  });
  if (rows.length === 0) return null;
  const {provenance, setting, models} = head;
  return {
    points,
    rows,
    layers,
    prompts: new Set(groups.flatMap(({domain, lines: [first]}) => (domain === groups[0].domain ? first.prompts : []))).size, // prettier-ignore
    newTokens: Number(setting.maxNewTokens),
    models,
    provenance,
    lossless: losslessOf(head)
  };
}

const keyOf = ({mode, drafter, options}: Pick<TimingRecord, "mode" | "drafter" | "options">): string =>
  JSON.stringify([mode, drafter, options]);

/** The paper's γ and η, and the setting chosen on validation prompts where it is another. */
function pointsOf(setting: RecordingRecord["setting"]): Point[] {
  const standard = standardOf(setting);
  const chosen = {
    exitLayer: Number(setting.chosenExitLayer),
    draftLength: Number(setting.chosenDraftLength),
    threshold: Number(setting.chosenThreshold)
  };
  if (!Number.isFinite(chosen.exitLayer)) return [{...standard, chosen: false}];
  const same = JSON.stringify(chosen) === JSON.stringify(standard);
  return same
    ? [{...standard, chosen: true}]
    : [
        {...standard, chosen: false},
        {...chosen, chosen: true}
      ];
}

function rowOf(
  domain: string,
  line: TimingRecord,
  greedy: TimingRecord,
  {tokens, samples, rows, padRows, sampleSteps, exit}: CountsRecord["totals"],
  points: readonly Point[]
): ExitBatchRow {
  const {batchSize, options, decodeMs} = line;
  const written = tokens - samples;
  const busy = leastBusy(line, greedy);
  const point = points.findIndex(
    ({exitLayer, draftLength, threshold}) =>
      options.exitLayer === exitLayer && options.draftLength === draftLength && options.threshold === threshold
  );
  return {
    domain,
    batchSize,
    mode: line.mode as ExitBatchRow["mode"],
    ...(point >= 0 ? {point} : {}),
    ...pairedSpeed(line, greedy),
    msPerToken: rounded(median(decodeMs) / (line.tokens - line.prompts.length)),
    shallowRows: rounded((exit?.shallowRows ?? rows) / written),
    deepRows: rounded(rows / written),
    padShare: rounded(padRows / rows),
    tokensPerStep: rounded(written / sampleSteps),
    ...(busy === undefined ? {} : {busy})
  };
}

const rounded = (value: number): number => Number(value.toFixed(4));
