// Five questions on tiny language models. Every answer is worked out when it is asked for: from the paper's tables, from
// its rule, and from what was recorded of joey without some of its layers.
import type {LayerSkipping} from "../traces/layerSkipping.js";
import {lossWeights} from "../training/lossSampling.js";
import type {Question} from "./kit/question.js";
import {columnOf, tableOf} from "./paperData.js";
import type {Paper} from "./paperData.js";

export interface TinyLmFacts {
  readonly paper: Paper;
  /** without it the question about joey's layers is left out */
  readonly skipping: LayerSkipping | null;
}

/** The questions, in the order in which the chapter answers them. */
export function tinyLmQuestions({paper, skipping}: TinyLmFacts): Question[] {
  return [
    wordsInVain(paper),
    slowness(paper),
    ...(skipping ? [leastNeeded(skipping)] : []),
    mildRule(),
    secondHalf(paper)
  ];
}

/** The place of a slider that is nearest to a value: what a reader can give, and an address can hold. */
const onStep = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(6));

/** Embedding and head of PanGu-π-1B. */
function wordsInVain(paper: Paper): Question {
  const models = tableOf(paper, "models");
  const [width] = columnOf(models, "width");
  const [vocabulary] = columnOf(models, "vocabulary");
  return {
    id: "q1",
    kind: "slider",
    text: `PanGu-π-1B has ${vocabulary?.toLocaleString("en")} word pieces at width ${width?.toLocaleString("en")}, and a head of its own besides the embedding. How many million parameters know words only?`,
    min: 0,
    max: 1000,
    step: 10,
    start: 100,
    unit: "million",
    tolerance: 10,
    answer: () => onStep((2 * (vocabulary ?? NaN) * (width ?? NaN)) / 1e6, 10),
    explain(answer, given) {
      if (Math.abs(given - answer) <= 10) {
        return `About ${answer} million: one row for each piece, twice. Of about a billion, that is more than a third, and what the network computes with has to fit into the rest.`;
      }
      return Math.abs(given - answer / 2) <= 10
        ? "That is the embedding alone. The head that turns states into probabilities has as many rows."
        : "A row as long as the width for every piece, in the embedding, and again in the head.";
    }
  };
}

/** What the deepest network of Table 2 costs. */
function slowness(paper: Paper): Question {
  const table = tableOf(paper, "shape");
  const depths = columnOf(table, "depth");
  const speeds = columnOf(table, "speed");
  const means = columnOf(table, "average");
  const at = (list: readonly (number | undefined)[], depth: number): number => list[depths.indexOf(depth)] ?? NaN;
  return {
    id: "q2",
    kind: "slider",
    text: "In the paper's Table 2 the network of 40 layers has the best mean score, and one of 20 layers of the same size was chosen. How many times as fast as the deepest does the chosen one write?",
    min: 1,
    max: 5,
    step: 0.1,
    unit: "times",
    tolerance: 0.15,
    answer: () => onStep(at(speeds, 20) / at(speeds, 40), 0.1),
    explain(answer, given) {
      if (Math.abs(given - answer) <= 0.15) {
        return `${at(speeds, 20)} against ${at(speeds, 40)} tokens a second, for ${at(means, 40)} against ${at(means, 20)} points. Layers run one after the other, while width runs at once: depth is what a reader waits for.`;
      }
      return "Both have the same number of weights. But how many steps have to follow one another for each token?";
    }
  };
}

/** The layer of joey that is missed least. */
function leastNeeded({layers, skipped}: LayerSkipping): Question {
  const mean = (bits: Readonly<Record<string, number>>): number => {
    const values = Object.values(bits);
    return values.reduce((a, b) => a + b, 0) / values.length;
  };
  const single = skipped.filter(({count}) => count === 1);
  const best = single.reduce((a, b) => (mean(b.bitsPerByte) < mean(a.bitsPerByte) ? b : a));
  const worst = single.reduce((a, b) => (mean(b.bitsPerByte) > mean(a.bitsPerByte) ? b : a));
  return {
    id: "q3",
    kind: "choice",
    text: `Joey has ${layers} layers. One is taken out. Which of these is missed most?`,
    values: [...new Set([worst.first + 1, best.first + 1, Math.round(layers / 2), layers])].sort((a, b) => a - b),
    answer: () => worst.first + 1,
    explain(answer, given) {
      if (given === answer) {
        return `Without layer ${answer}, ${mean(worst.bitsPerByte).toFixed(2)} bits a byte; without layer ${best.first + 1}, which is missed least, ${mean(best.bitsPerByte).toFixed(2)}. What comes first turns words into something that the others can read; in the middle each layer only adds a little to what is passed along anyway.`;
      }
      return "Take it out in the tower above, and compare the bits a byte.";
    }
  };
}

/** exp(loss) for losses that differ little. */
function mildRule(): Question {
  const [easy, hard] = [3, 3.05];
  return {
    id: "q4",
    kind: "slider",
    text: `Batches are drawn with probability proportional to exp(loss). One has loss ${hard}, another ${easy}. By how many per cent is the first more probable to be drawn first?`,
    min: 0,
    max: 100,
    step: 1,
    start: 50,
    unit: "%",
    tolerance: 1,
    answer() {
      const [a, b] = lossWeights([hard, easy]);
      return onStep(100 * (a / b - 1), 1);
    },
    explain(answer, given) {
      if (Math.abs(given - answer) <= 1) {
        return `About ${answer} per cent: exp of the difference. The rule prefers the hard ones only as far as losses differ, and means over whole batches differ little.`;
      }
      return "Only the difference of the losses counts: exp(3.05) / exp(3).";
    }
  };
}

/** What the second half of the batches buys. */
function secondHalf(paper: Paper): Question {
  const table = tableOf(paper, "sampling");
  const rates = columnOf(table, "rate");
  const means = columnOf(table, "average");
  const at = (rate: number): number => means[rates.indexOf(rate)] ?? NaN;
  const more = at(100) - at(50);
  return {
    id: "q5",
    kind: "slider",
    text: `In the paper's Table 6 a second round over half of the batches takes the mean from ${at(0)} to ${at(50)}. How many points more does it take to draw all of them?`,
    min: 0,
    max: 3,
    step: 0.1,
    start: 1.5,
    unit: "points",
    tolerance: 0.1,
    answer: () => onStep(more, 0.1),
    explain(answer, given) {
      if (Math.abs(given - answer) <= 0.1) {
        return `${more.toFixed(2)}, for twice the training. The first half gave ${(at(50) - at(0)).toFixed(2)}.`;
      }
      return given > answer ? "Less than that: the curve flattens." : "A little more than that.";
    }
  };
}
