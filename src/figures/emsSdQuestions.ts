// Five questions on EMS-SD. Every answer is worked out when it is asked for: from the worked example as our decode loop runs
// it, from the paper's Figure 1, and from a replay of recorded output.
import {laneCounts} from "./kit/counters.js";
import {formatCount} from "./kit/dom.js";
import type {Question} from "./kit/question.js";
import {recordedDrafter, replayLanes} from "./kit/replay.js";
import {columnOf, tableOf} from "./paperData.js";
import type {Paper} from "./paperData.js";
import type {RaceLane} from "./race.js";
import {answersOf} from "./replayData.js";
import type {ReplayData} from "./replayData.js";
import {workedExample} from "./workedExample.js";

export interface EmsSdFacts {
  readonly paper: Paper;
  /** recorded output; without it the two questions about a real batch are left out */
  readonly replay: ReplayData | null;
  /** samples of the batch that is replayed; default 6, or as many as there are */
  readonly batch?: number;
}

/** The questions, in the order in which the chapter answers them. */
export async function emsSdQuestions({paper, replay, batch = 6}: EmsSdFacts): Promise<Question[]> {
  const [, padded, unpadded] = await workedExample();
  const example = [rowsOfPaddedStep(padded, unpadded), slotsOfUnpadded(padded, unpadded), slowerThanGreedy(paper)];
  return replay ? [...example, rowsOfOne(replay, batch), tokensChanged(replay, batch)] : example;
}

function rowsOfPaddedStep(padded: RaceLane, unpadded: RaceLane): Question {
  const {samples, counts} = padded.steps[1];
  const drafted = samples.map(({drafted: tokens}) => tokens.length);
  const longest = Math.max(...drafted);
  const without = unpadded.steps[1].counts.rows;
  return {
    id: "q1",
    kind: "slider",
    text: `In step 1 of the paper's example, sample 1 drafts ${drafted[0]} tokens and sample 2 drafts ${drafted[1]}. How many rows does the padded loop feed to the network?`,
    min: 0,
    max: 24,
    unit: "rows",
    answer: () => counts.rows,
    explain(answer, given) {
      if (given === answer) {
        return `Each sample feeds the last token of its text and as many drafts as the longest draft has: ${samples.length} × (1 + ${longest}) = ${answer}. Unpadded, ${without} are enough.`;
      }
      if (given === without) return "So many the unpadded loop feeds. Padded, both samples need equally many rows.";
      if (given === samples.length * longest) return "Before its drafts, each sample feeds the last token of its text.";
      return "Both samples feed equally many rows: one for the last token of the text, and one for each token of the longest draft.";
    }
  };
}

function slotsOfUnpadded(padded: RaceLane, unpadded: RaceLane): Question {
  const prompts = unpadded.steps[0].samples.map(({slots}) => slots);
  const [ragged, aligned] = [unpadded, padded].map(({steps}) => steps[2].samples.map(({slots}) => slots));
  const all = (slots: readonly number[]): number => slots.reduce((sum, n) => sum + n, 0);
  return {
    id: "q2",
    kind: "slider",
    text: `Its prompts have ${prompts.join(" and ")} tokens. How many slots do the two unpadded caches hold together after step 2?`,
    min: 0,
    max: 40,
    unit: "slots",
    answer: () => all(ragged),
    explain(answer, given) {
      if (given === answer) {
        const kept = ragged.map((slots, i) => slots - prompts[i]);
        return `Each cache holds its prompt and what was kept since: ${prompts[0]} + ${kept[0]} = ${ragged[0]}, and ${prompts[1]} + ${kept[1]} = ${ragged[1]}, together ${answer}. Padded, the samples wait for each other, and each cache takes ${Math.max(...aligned)}.`;
      }
      if (given === all(aligned)) return "So many the padded caches hold. Unpadded, each ends where its own text ends.";
      return "Look at the lane “Unpadded” of the worked example after step 2, and add up both rows as far as the cursor; what lies behind it will be overwritten.";
    }
  };
}

/** Of the paper's batch sizes, the first from which on the padded loop never reaches greedy decoding's speed. */
function slowerThanGreedy(paper: Paper): Question {
  const figure = tableOf(paper, "speedUp");
  const column = (key: string): number[] => columnOf(figure, key).map((value) => value ?? NaN);
  const [batchSizes, vanilla, unpadded] = ["batchSize", "vanilla", "ems-sd"].map(column);
  const speedUp = (size: number): number => vanilla[batchSizes.findIndex((known) => known === size)];
  return {
    id: "q3",
    kind: "choice",
    text: "In the paper's Figure 1, from which batch size on is padded guessing slower than not guessing at all?",
    values: batchSizes,
    answer: () => batchSizes.find((_, i) => vanilla.slice(i).every((value) => value < 1)) ?? NaN,
    explain(answer, given) {
      if (given < answer) return `At ${given} it still is ${speedUp(given)} times as fast as greedy decoding.`;
      if (given > answer) return `At ${given} it is slower, but it was so at a smaller batch size already.`;
      return `At ${answer} it reaches ${speedUp(answer)} of greedy decoding's speed, at ${batchSizes.at(-1)} only ${vanilla.at(-1)}. Unpadded it still is ${unpadded.at(-1)} times as fast there.`;
    }
  };
}

function rowsOfOne(replay: ReplayData, batch: number): Question {
  const ratio = (lanes: readonly RaceLane[]): number => {
    const [padded, unpadded] = lanes.map(({steps}) => laneCounts(steps, steps.length - 1).rows);
    return Math.round((100 * padded) / unpadded);
  };
  let [rows, larger] = [NaN, NaN];
  return {
    id: "q4",
    kind: "slider",
    text: "A batch of one sample: for every 100 rows that the unpadded loop feeds, how many does the padded one feed?",
    min: 50,
    max: 250,
    step: 10,
    start: 180,
    unit: "rows",
    async answer() {
      const alone = await replayed(replay, 1);
      rows = laneCounts(alone[0].steps, alone[0].steps.length - 1).rows;
      larger = ratio(await replayed(replay, batch));
      return ratio(alone);
    },
    explain(answer, given) {
      if (given > answer) return "Pads make samples equal. For whom would this one have to wait?";
      if (given < answer) return "Padding adds rows, it never takes any away.";
      return `Both feed ${answer} for every 100: a sample alone waits for nobody. Replayed with one of joey's recorded texts, both loops feed ${formatCount(rows)} rows; with ${samplesOf(replay, batch).length} texts, the padded loop feeds ${larger} for every 100.`;
    }
  };
}

function tokensChanged(replay: ReplayData, batch: number): Question {
  const samples = samplesOf(replay, batch);
  const tokens = samples.reduce((sum, {texts}) => sum + texts.length, 0);
  return {
    id: "q5",
    kind: "slider",
    text: `Take ${samples.length} recorded texts, decoded once padded and once unpadded, ${formatCount(tokens)} tokens each time. How many of the tokens come out different?`,
    min: 0,
    max: tokens,
    start: Math.round(tokens / 2),
    unit: "tokens",
    async answer() {
      const [padded, unpadded] = (await replayed(replay, batch)).map(textsOf);
      return padded.flat().filter((token, i) => token !== unpadded.flat()[i]).length;
    },
    explain(answer, given) {
      if (given !== answer) {
        return "Padding decides in which row and slot a token is computed. Does it decide which token the network chooses?";
      }
      const {lossless} = replay;
      const checked = lossless
        ? ` When this was recorded, ${formatCount(lossless.runs)} runs of the network, ${formatCount(lossless.tokens)} tokens, were compared with greedy decoding: ${lossless.flips || "no"} text${lossless.flips === 1 ? "" : "s"} differed${lossless.flips ? ", each from a near tie on" : ""}.`
        : "";
      return `${formatCount(answer)} of ${formatCount(tokens)}: a guess is kept only where the network chooses the same token, so the text is greedy decoding's either way.${checked}`;
    }
  };
}

/** Texts of the kind that the race shows first. */
const samplesOf = ({samples}: ReplayData, batch: number): ReplayData["samples"] =>
  samples.filter(({domain}) => domain === samples[0].domain).slice(0, batch);

/** Two lanes, padded and unpadded, with the look-up. */
function replayed(data: ReplayData, batch: number): Promise<RaceLane[]> {
  const {layers, vocabSize, maxPositions} = data.model;
  const answers = samplesOf(data, batch).map((sample) => answersOf(sample, vocabSize));
  const shape = {answers, vocabSize, maxPositions};
  return replayLanes({
    ...shape,
    layers,
    drafter: () => recordedDrafter({name: "lookup", draftLength: 7, ...shape}),
    maxNewTokens: data.maxNewTokens,
    eos: data.eos,
    modes: ["vanilla", "ems-sd"]
  });
}

/** Tokens that each sample emitted [B][tokens]. */
const textsOf = ({steps}: RaceLane): number[][] =>
  steps[0].samples.map((_, i) => steps.flatMap(({samples}) => samples[i].emitted));
