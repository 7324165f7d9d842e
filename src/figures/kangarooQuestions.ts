// Five questions on double early exiting. Every answer is worked out when it is asked for: from the replay of a recorded text
// and from the paper's tables.
import type {ForestData} from "./forestData.js";
import {exitRounds} from "./kit/exitRound.js";
import type {ExitRound} from "./kit/exitRound.js";
import {replayExit} from "./kit/exitReplay.js";
import type {ExitSetting} from "./kit/exitReplay.js";
import type {Question} from "./kit/question.js";
import {columnOf, tableOf} from "./paperData.js";
import type {Paper} from "./paperData.js";

export interface KangarooFacts {
  readonly paper: Paper;
  /** recorded texts; without them the questions about a real text are left out */
  readonly rounds: ForestData | null;
}

const usual = {draftLength: 6, threshold: 0.6} as const;

/** The questions, in the order in which the chapter answers them. */
export async function kangarooQuestions({paper, rounds: data}: KangarooFacts): Promise<Question[]> {
  const general = [fastestLayer(paper), againstDraftModel(paper)];
  if (!data) return general;
  const layer = data.exits.find((exit) => exit.layer === 4)?.layer ?? data.exits[0].layer;
  const setting = {exitLayer: layer, ...usual};
  const rounds = await replayed(data, setting);
  return [...[firstRound(rounds, setting, data.model.layers), keptDraft(rounds, setting)].flatMap((q) => q ?? []), tokensChanged(data), ...general]; // prettier-ignore
}

/** Passes of the first layers in a round. */
function firstRound(rounds: readonly ExitRound[], {exitLayer}: ExitSetting, layers: number): Question | undefined {
  const round = rounds.find(({drafts}) => drafts.length >= 3) ?? rounds.find(({drafts}) => drafts.length > 1);
  if (!round) return undefined;
  const {length} = round.drafts;
  return {
    id: "q1",
    kind: "slider",
    text: `A round drafts ${length} tokens with the first ${exitLayer} of ${layers} layers. How often do these layers run in it?`,
    min: 0,
    max: 10,
    unit: "passes",
    answer: () => length + 1,
    explain(answer, given) {
      if (given === answer) {
        return `Once for each draft, and once more: the last draft goes through them too, because the layers behind verify it from its state. The other ${layers - exitLayer} layers run once, over all ${answer} tokens.`;
      }
      if (given === length)
        return "One for each draft is not quite enough: what does the last draft need, to be verified?";
      return "Step through a round of the first figure, and count how often a column's lower boxes fill.";
    }
  };
}

/** A draft below the threshold stays. */
function keptDraft(rounds: readonly ExitRound[], {threshold}: ExitSetting): Question | undefined {
  const unsure = rounds.filter(({stop, drafts}) => stop === "unsure" && drafts.at(-1)!.right !== undefined);
  if (unsure.length === 0) return undefined;
  const right = unsure.filter(({drafts}) => drafts.at(-1)!.right === true).length;
  return {
    id: "q2",
    kind: "slider",
    text: `Below η = ${threshold} drafting stops, and the doubtful draft is kept. In the first figure's text that decided ${unsure.length} rounds in which the network got as far as that draft. How many of these drafts were right after all?`,
    min: 0,
    max: unsure.length,
    unit: "drafts",
    answer: () => right,
    explain(answer, given) {
      if (given === answer) {
        return `${answer} of ${unsure.length}. The draft is paid for anyway, so verifying it costs one more row and now and then saves a pass; throwing it away would save next to nothing.`;
      }
      return given < answer
        ? "More than that: a largest probability below the threshold can still be the largest one of the whole network."
        : "Fewer than that: the threshold does tell drafts apart.";
    }
  };
}

function tokensChanged(data: ForestData): Question {
  const [text] = data.texts;
  return {
    id: "q3",
    kind: "slider",
    text: `Take the first figure's text, ${text.output.length} tokens, and draft it once behind each of the ${data.exits.length} exit layers, with thresholds from 0 to 0.9. How many of its tokens come out different?`,
    min: 0,
    max: text.output.length,
    start: Math.round(text.output.length / 2),
    unit: "tokens",
    async answer() {
      let different = 0;
      for (const {layer} of data.exits) {
        for (const threshold of [0, 0.3, 0.6, 0.9]) {
          const steps = await replayExit(data, [text], {exitLayer: layer, draftLength: 6, threshold});
          const written = steps.flatMap(({samples}) => samples[0].emitted);
          different = Math.max(different, text.output.filter((token, i) => written[i] !== token).length);
        }
      }
      return different;
    },
    explain(answer, given) {
      if (given !== answer) return "Who has the last word on every token, the exit or the whole network?";
      return `${answer}. Greedy verification hides the exit's quality in the text: a poor exit writes the same words, only more slowly. It shows in the tokens a pass, not in what is written.`;
    }
  };
}

/** Of the paper's exit layers, the one with the best speed; not the one with most tokens a pass. */
function fastestLayer(paper: Paper): Question {
  const table = tableOf(paper, "exitLayers7b");
  const column = (key: string): number[] => columnOf(table, key).map((value) => value ?? NaN);
  const [layers, compression, speedUp] = ["exitLayer", "compression", "speedUp"].map(column);
  const at = (list: readonly number[], layer: number): string => list[layers.indexOf(layer)].toFixed(2);
  return {
    id: "q4",
    kind: "choice",
    text: "In the paper's plot for Vicuna-7B, which exit layer is fastest?",
    values: layers,
    answer: () => layers[speedUp.indexOf(Math.max(...speedUp))],
    explain(answer, given) {
      if (given === answer) {
        const deepest = layers[layers.length - 1];
        return `Layer ${answer}: ${at(speedUp, answer)} times as fast with ${at(compression, answer)} tokens a pass. Behind layer ${deepest} a pass gives ${at(compression, deepest)} tokens, and yet it is only ${at(speedUp, deepest)} times as fast, since every draft then costs half the network. Read from the plot by eye.`;
      }
      return given > answer
        ? `It gives ${at(compression, given)} tokens a pass, more than the fastest one does. But what does each draft cost there?`
        : `It drafts at next to no cost, but only ${at(compression, given)} tokens come of a pass.`;
    }
  };
}

/** What the paper's Table 1 says of a separate draft model. */
function againstDraftModel(paper: Paper): Question {
  const table = tableOf(paper, "vicuna7b");
  const means = columnOf(table, "average");
  const mean = (name: RegExp): number => means[table.rows.findIndex(([cell]) => name.test(String(cell)))] ?? NaN;
  const [model, single, tree] = [mean(/SpS/), mean(/^Kangaroo, no tree$/), mean(/^Kangaroo, tree$|^Kangaroo$/)];
  return {
    id: "q5",
    kind: "choice",
    text: `In the paper's Table 1 for Vicuna-7B a separate draft model comes to ${model} on average. What does Kangaroo without a tree come to?`,
    values: [...new Set([single, model, tree, mean(/^Medusa, no tree$/)])]
      .filter((value) => Number.isFinite(value))
      .sort((a, b) => a - b),
    answer: () => single,
    explain(answer, given) {
      if (given === answer) {
        return `${answer}: a separate draft model of 68 M parameters is a little faster than Kangaroo's single sequence. With a tree Kangaroo is at ${tree}. What Kangaroo saves is the second model, its cache and its memory.`;
      }
      return "Look at the last column of the paper's table, and mind which rows have a tree.";
    }
  };
}

/** The rounds of the first text. */
async function replayed(data: ForestData, setting: ExitSetting): Promise<ExitRound[]> {
  const [text] = data.texts;
  return exitRounds(await replayExit(data, [text], setting), text.prompt.length, setting);
}
