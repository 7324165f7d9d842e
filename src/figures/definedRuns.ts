// Runs to work definitions out on, replayed from what is recorded: early exits of the forest, and the drafters of the race.
import type {DefinedRun} from "./definitions.js";
import type {ForestData} from "./forestData.js";
import {replayExit} from "./kit/exitReplay.js";
import type {ExitSetting} from "./kit/exitReplay.js";
import {recordedDrafter, replayLanes} from "./kit/replay.js";
import {answersOf} from "./replayData.js";
import type {ReplayData} from "./replayData.js";

export interface RunSources {
  /** texts with the drafts of exit layers; default none */
  readonly forest?: ForestData | null;
  /** texts with those of a draft model; default none */
  readonly replay?: ReplayData | null;
}

export interface DefinedRunsOptions {
  /** which early exits; default the paper's γ = 6 and η = 0.6 at layer 4, and a fixed length, which is η = 0 */
  readonly settings?: readonly ExitSetting[];
}

const usual: readonly ExitSetting[] = [
  {exitLayer: 4, draftLength: 6, threshold: 0.6},
  {exitLayer: 4, draftLength: 6, threshold: 0}
];

/** One run per domain and drafter, over all texts of the domain. */
export async function definedRuns(
  {forest, replay}: RunSources,
  {settings = usual}: DefinedRunsOptions = {}
): Promise<DefinedRun[]> {
  const exits = forest ? await exitRuns(forest, settings) : [];
  return [...exits, ...(replay ? await drafterRuns(replay) : [])];
}

async function exitRuns(forest: ForestData, settings: readonly ExitSetting[]): Promise<DefinedRun[]> {
  const known = settings.filter(({exitLayer}) => forest.exits.some(({layer}) => layer === exitLayer));
  const runs: DefinedRun[] = [];
  for (const setting of known) {
    const {exitLayer, draftLength, threshold} = setting;
    for (const [domain, texts] of byDomain(forest.texts)) {
      const how = `exit layer ${exitLayer}, γ ${draftLength}, η ${threshold}`;
      runs.push({name: `${how}; ${textsOf(domain, texts)}`, steps: await replayExit(forest, texts, setting)});
    }
  }
  return runs;
}

async function drafterRuns({model, drafters, samples, eos, maxNewTokens}: ReplayData): Promise<DefinedRun[]> {
  const {layers, vocabSize, maxPositions} = model;
  const runs: DefinedRun[] = [];
  for (const name of [...drafters, "lookup"]) {
    for (const [domain, texts] of byDomain(samples)) {
      const answers = texts.map((sample) => answersOf(sample, vocabSize));
      const draftLength = name === "lookup" ? 7 : 4;
      const drafter = () => recordedDrafter({name, draftLength, answers, vocabSize, maxPositions});
      const replayed = {
        answers,
        layers,
        vocabSize,
        maxPositions,
        drafter,
        maxNewTokens,
        eos,
        modes: ["ems-sd"] as const
      };
      const [{steps}] = await replayLanes(replayed);
      runs.push({name: `${name === "lookup" ? "look-up" : name}; ${textsOf(domain, texts)}`, steps});
    }
  }
  return runs;
}

const textsOf = (domain: string, texts: readonly unknown[]): string =>
  texts.length === 1 ? `one ${domain} text` : `${texts.length} ${domain} texts`;

function byDomain<T extends {readonly domain: string}>(texts: readonly T[]): [string, T[]][] {
  const domains = [...new Set(texts.map(({domain}) => domain))];
  return domains.map((domain) => [domain, texts.filter((text) => text.domain === domain)]);
}
