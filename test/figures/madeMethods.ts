// A recording of the Kangaroo chapter made by hand: times of a few methods on two domains, in the order in which a recording
// writes them. Every run takes `decodeMs` for each of two texts, and greedy decoding 100 ms.
import {exitBatchData} from "../../loaders/lib/exitBatchData.js";
import {methodsData} from "../../loaders/lib/methodsData.js";
import type {ExitBatchData} from "../../src/figures/exitBatchData.js";
import type {MethodsData} from "../../src/figures/methodsData.js";
import type {CountsRecord, RecordingRecord, TimingRecord, TraceLine} from "../../src/traces/index.js";
import {totalsOf} from "../../src/traces/totals.js";

const provenance = {
  command: "npm run record -- kangaroo",
  commit: "c",
  device: "Made",
  provider: "cpu",
  runtime: "r",
  date: "2026-11-26"
} as const;
const sha256 = "f".repeat(64);

export interface MadeRun {
  readonly mode?: string;
  readonly drafter?: string;
  readonly options?: Readonly<Record<string, string | number>>;
  readonly batchSize?: number;
  /** of each batch */
  readonly decodeMs: number;
  /** decode steps of all batches */
  readonly steps?: number;
  readonly busy?: number;
  readonly padRows?: number;
}

const exit = (exitLayer: number, draftLength: number, threshold: number, adapter = `exit-${exitLayer}`) => ({
  drafter: "early-exit",
  options: {exitLayer, adapter, draftLength, threshold}
});

/** Two batches, each text with 11 new tokens. */
function lines(domain: string, run: MadeRun): [TimingRecord, CountsRecord] {
  const {mode = "ems-sd", drafter = "none", options = {}, batchSize = 1, decodeMs, steps = 10, busy, padRows = 0} = run;
  const batches = 2;
  const samples = batches * batchSize;
  const tokens = 11 * samples;
  const configuration = {mode, drafter, options, batchSize, maxNewTokens: 11};
  const ms = batches * decodeMs;
  const leaves = drafter.startsWith("early-exit");
  const rows = steps * batchSize + padRows;
  const timing: TimingRecord = {
    type: "timing",
    ...configuration,
    prompts: Array.from({length: samples}, (_, i) => `${domain}-0${i + 1}`),
    models: [],
    tokens,
    steps,
    decodeMs: [ms],
    prefillMs: [1],
    draftMs: [drafter === "none" ? 0 : 0.5 * ms],
    verifyMs: [drafter === "none" ? 0.9 * ms : 0.4 * ms],
    ...(leaves ? {exitMs: {shallow: [0.2 * ms], adapter: [0.25 * ms], head: [0]}} : {}),
    ...(busy === undefined ? {} : {busy: [busy]}),
    batches: Array.from({length: batches}, (_, i) => ({
      tokens: 11 * batchSize,
      steps: steps / batches,
      decodeMs: [i === 0 ? decodeMs * 0.8 : decodeMs * 1.2],
      ...(busy === undefined ? {} : {busy: [busy]})
    })),
    provenance
  };
  const forwards = steps + 10;
  const work = {shallowForwards: forwards, shallowRows: forwards, adapterForwards: 10, adapterRows: 12, headRows: 10};
  const totals = {...totalsOf([]), batches, samples, tokens, steps, sampleSteps: steps * batchSize, rows, padRows};
  const counts: CountsRecord = {
    type: "counts",
    ...configuration,
    texts: "prompts",
    split: "test",
    domain,
    source: "run",
    totals: {...totals, ...(leaves ? {exit: work} : {})}
  };
  return [timing, counts];
}

const greedy: MadeRun = {mode: "greedy", decodeMs: 100, steps: 20};
const sampling = {temperature: 0.2, seed: 1};

/** Runs by series, in the order of a recording. */
export const madeRuns: Readonly<Record<string, readonly MadeRun[]>> = {
  methods: [
    greedy,
    {drafter: "lookup", options: {checkLength: 2, copyLength: 7}, decodeMs: 125, steps: 18},
    {drafter: "small", options: {draftLength: 4, threshold: 0}, decodeMs: 50},
    {...exit(2, 6, 0.6), decodeMs: 80},
    {...exit(4, 6, 0.6), decodeMs: 100},
    {...exit(2, 6, 0.6, "none"), decodeMs: 200},
    {drafter: "medusa", options: {draftLength: 4}, decodeMs: 160},
    {...exit(1, 4, 0.5), decodeMs: 64}
  ],
  variants: [
    greedy,
    {...exit(2, 6, 0.6), decodeMs: 80},
    {...exit(2, 6, 0.6, "exit-2-mlp"), decodeMs: 100},
    {drafter: "early-exit-tree", options: {exitLayer: 2, adapter: "exit-2", width: 10, threshold: 0.4}, decodeMs: 400}
  ],
  sampled: [
    {options: sampling, decodeMs: 100, steps: 20},
    {drafter: "early-exit", options: {...exit(2, 6, 0.6).options, ...sampling, confidence: "original"}, decodeMs: 80},
    {drafter: "early-exit", options: {...exit(2, 6, 0.6).options, ...sampling, confidence: "adjusted"}, decodeMs: 125}
  ]
};

const batches = (batchSize: number): MadeRun[] => [
  {...greedy, batchSize},
  ...[exit(2, 6, 0.6), exit(1, 4, 0.5)].flatMap((point) => [
    {...point, mode: "vanilla", batchSize, decodeMs: 80 * (1 + batchSize / 8), padRows: batchSize > 1 ? 10 : 0},
    {...point, batchSize, decodeMs: 80}
  ])
];

export const madeHead = {
  type: "recording",
  chapter: "kangaroo",
  models: [{name: "toy", sha256, role: "target"}],
  files: {},
  setting: {
    maxNewTokens: 11,
    exitLayer: 2,
    draftLength: 6,
    threshold: 0.6,
    chosenExitLayer: 1,
    chosenDraftLength: 4,
    chosenThreshold: 0.5
  },
  eos: [0],
  provenance,
  lossless: {equal: true, runs: 8, samples: 8, tokens: 88, flips: [], largestGap: 0, prompts: 4, replayedSteps: 0, replayTies: 0}, // prettier-ignore
  done: 4,
  planned: 4
} as RecordingRecord;

/** All its lines. On `edit` texts everything but greedy decoding takes twice as long. */
export function madeRecording(runs: Readonly<Record<string, readonly MadeRun[]>> = madeRuns): TraceLine[] {
  const series = [...Object.values(runs), batches(4), batches(1)];
  const both = series.flatMap((list) =>
    ["dialogue", "edit"].flatMap((domain) =>
      list.map((run) => {
        const slow = domain === "edit" && run.drafter !== undefined ? 2 : 1;
        return lines(domain, {...run, decodeMs: run.decodeMs * slow});
      })
    )
  );
  const choice = {type: "choice", split: "validation", by: "b", msPerToken: 1, greedyMsPerToken: 1} as const;
  const cost = (part: "head" | undefined, ms: number[]): TraceLine => ({
    type: "cost",
    model: madeHead.models[0],
    batchSize: 1,
    rowsPerSample: 1,
    rows: 1,
    cachedSlots: 72,
    ...(part ? {part} : {}),
    ms,
    provenance
  });
  return [
    madeHead,
    ...both.map(([timing]) => timing),
    madeHead,
    ...["all", "dialogue"].map((domain) => ({...choice, domain, exitLayer: 1, draftLength: 4, threshold: 0.5})),
    {...choice, domain: "edit", exitLayer: 2, draftLength: 6, threshold: 0.6},
    ...both.map(([, counts]) => counts),
    cost("head", [3, 2, 4]),
    cost(undefined, [12, 10])
  ];
}

export const madeModels = {
  modules: {
    "exit-2": {architecture: "attention", parameters: 100_000},
    "exit-2-mlp": {architecture: "mlp", parameters: 900_000},
    medusa: {architecture: "medusa", parameters: 3_000_000},
    small: {architecture: "model", parameters: 1_000_000}
  },
  target: {layers: 12, parameters: 5_000_000}
};

export const madeMethods = (runs = madeRuns): MethodsData => methodsData(madeRecording(runs), madeModels)!;
export const madeBatches = (): ExitBatchData => exitBatchData(madeRecording(), 12)!;
