// How fast a model is on its runtime, measured for a moment: what a page asks before it settles for a device.
import type {Llama} from "./llama.js";

/** Milliseconds of a greedy step of one sample: the median of as many as fit into `budget` ms, two or more. */
export async function stepTime(model: Llama, budget = 200): Promise<number> {
  const most = Math.min(model.maxPositions, 64);
  await model.begin({batchSize: 1, slots: most});
  const times: number[] = [];
  let spent = 0;
  for (let position = 0; position < most && (spent < budget || times.length < 2); position++) {
    const at = Int32Array.of(position);
    const sample = new Int32Array(1);
    const start = performance.now();
    await model.score(await model.forward({tokens: sample, samples: sample, positions: at, slots: at}));
    await model.commit({samples: sample, slots: at});
    const time = performance.now() - start;
    if (position === 0) continue; // compiles shaders
    times.push(time);
    spent += time;
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}
