// Small random heads on a llama's last hidden state, in float64: a linear layer each, then the llama's own norm and head.
import {linear, norm, softmax, sum} from "../nets/reference.js";
import {parametersOf, randomNumbers} from "../nets/testCheckpoint.js";
import {finalNormName, headName} from "../../src/nets/llama/parameters.js";
import {hiddenOf} from "../../src/runtime/states.js";
import type {Heads} from "../../src/decoding/heads.js";
import type {Checkpoint} from "../../src/runtime/checkpoint.js";

export function randomHeads(checkpoint: Checkpoint, count = 4, seed = 6): Heads {
  const {hiddenSize: width, layers, rmsNormEps: epsilon, vocabSize} = checkpoint.config;
  const random = randomNumbers(seed);
  const weights = Array.from({length: count}, () =>
    Float32Array.from({length: width * width}, () => 0.1 * Math.sqrt(3 / width) * random())
  );
  const weight = parametersOf(checkpoint);
  return {
    count,
    vocabSize,
    score(states) {
      const hidden = hiddenOf(states, layers, width);
      const shares = states.flatMap((_, s) => {
        const state = Float64Array.from(hidden.subarray(s * width, (s + 1) * width));
        return weights.map((own) => {
          const normal = norm(sum(state, linear(state, own)), weight(finalNormName), epsilon);
          return softmax(linear(normal, weight(headName(checkpoint.config))));
        });
      });
      const choice = Int32Array.from(shares, (row) => row.indexOf(Math.max(...row)));
      const confidence = Float32Array.from(shares, (row, i) => row[choice[i]]);
      return Promise.resolve({choice, confidence, margin: new Float32Array(choice.length)});
    }
  };
}
