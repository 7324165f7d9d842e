// A fixed schedule of decoding: prompts of different lengths, then steps that accept different numbers of rows per sample
// and reject one more, which must leave no trace. It runs in Node and in a page.
import {randomNumbers, testConfig} from "../nets/testCheckpoint.js";
import {rowsOf, run, slotsOf} from "./rows.js";
import type {Model, Scores} from "../../src/decoding/model.js";

const random = randomNumbers(5);

/** tokens of each sample */
export const texts: readonly number[][] = [14, 11, 17].map((n) =>
  Array.from({length: n}, () => Math.floor((random() + 1) * 48.5))
);

/** accepted rows per step and sample; the prompts first */
const steps = [
  [5, 3, 6],
  [1, 4, 2],
  [3, 1, 4],
  [2, 0, 1]
];

export interface Scored {
  readonly sample: number;
  readonly position: number;
  readonly scores: Scores;
  /** its row in `scores` */
  readonly row: number;
}

/** Run the schedule on the first `samples` texts; yields every row whose token is the text's own. */
export async function* ragged(model: Model, samples: number): AsyncGenerator<Scored> {
  const lengths = new Array<number>(samples).fill(0);
  await model.begin({batchSize: samples, slots: 24});
  for (const [step, accepted] of steps.entries()) {
    const fed = lengths.flatMap((length, i) => {
      const end = length + accepted[i];
      const rejected = step > 0 && accepted[i] > 0 ? [(texts[i][end] + 7) % testConfig.vocabSize] : [];
      return run(i, length, [...texts[i].slice(length, end), ...rejected]);
    });
    const scores = await model.score(await model.forward(rowsOf(fed)), {temperature: 1});
    for (const [row, {sample = 0, position, token}] of fed.entries()) {
      if (token === texts[sample][position]) yield {sample, position, scores, row};
    }
    const kept = lengths.flatMap((length, i) => run(i, length, texts[i].slice(length, length + accepted[i])));
    await model.commit(slotsOf(kept));
    lengths.forEach((_, i) => (lengths[i] += accepted[i]));
  }
}
