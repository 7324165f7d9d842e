// A grid of early exits made up so that its sums can be worked out by hand: two kinds of texts, two exit layers, draft lengths
// of 1 and 2, thresholds 0 and 0.5. The deeper exit drafts better and costs more.
import type {ExitGridData} from "../../src/figures/exitGridData.js";

export const toyGrid: ExitGridData = {
  model: {name: "toy", sha256: "ff".repeat(32), role: "target"},
  layers: 4,
  exits: [1, 2],
  domains: ["dialogue", "math"],
  draftLengths: [1, 2],
  thresholds: [0, 50],
  // cells: γ 1 η 0, γ 1 η 0.5, γ 2 η 0, γ 2 η 0.5
  grids: [
    {domain: "dialogue", layer: 1, samples: 2, tokens: 26, steps: [16, 16, 15, 15], drafts: [16, 16, 30, 20], us: [800, 800, 1000, 750]}, // prettier-ignore
    {domain: "dialogue", layer: 2, samples: 2, tokens: 26, steps: [12, 12, 10, 11], drafts: [12, 12, 20, 15], us: [1250, 1250, 1600, 1400]}, // prettier-ignore
    {domain: "math", layer: 1, samples: 1, tokens: 13, steps: [10, 10, 9, 9], drafts: [10, 10, 18, 12], us: [1000, 1000, 1250, 1000]}, // prettier-ignore
    {domain: "math", layer: 2, samples: 1, tokens: 13, steps: [8, 8, 6, 7], drafts: [8, 8, 12, 10], us: [1600, 1600, 2000, 1800]} // prettier-ignore
  ],
  greedyUs: {dialogue: 1000, math: 1500},
  timed: [
    {domain: "dialogue", layer: 1, draftLength: 2, threshold: 0.5, compression: 1.6, speedUp: 1.25, quartiles: [1.1, 1.4], predicted: 1.3}, // prettier-ignore
    {domain: "math", layer: 1, draftLength: 2, threshold: 0.5, compression: 1.3, speedUp: 1.5, quartiles: [1.3, 1.6], predicted: 1.5} // prettier-ignore
  ],
  choices: [
    {domain: "all", layer: 1, draftLength: 2, threshold: 0.5},
    {domain: "math", layer: 1, draftLength: 1, threshold: 0}
  ],
  provenance: {
    command: "npm run record -- kangaroo",
    commit: "abc1234",
    device: "a processor",
    provider: "cpu",
    runtime: "a runtime",
    date: "2026-11-26"
  }
};
