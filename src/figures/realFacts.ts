// What is real on this site, in numbers: the network that was trained for it, and what was compared with greedy decoding.
import {formatCount, html} from "./kit/dom.js";

export interface RealFacts {
  readonly model: {
    readonly name: string;
    readonly parameters: number;
    /** tokens trained on */
    readonly tokens: number;
    /** of training */
    readonly steps: number;
    readonly device: string;
    readonly sha256: string;
  };
  readonly recordings: readonly {
    readonly device: string;
    readonly date: string;
    /** batches run, one per mode and drafter */
    readonly runs: number;
    /** compared with greedy decoding */
    readonly tokens: number;
    /** texts that left the greedy one at a near tie */
    readonly flips: number;
  }[];
}

const million = (value: number): string => `${(value / 1e6).toFixed(1)} million`;

/** A list of facts: a number each, and what it counts. */
export function realFacts({model, recordings}: RealFacts): HTMLElement {
  const {name, parameters, tokens, steps, device} = model;
  const facts: [string, string][] = [
    [million(parameters), `parameters in ${name}, our own language model`],
    [million(tokens), `tokens it was trained on, from scratch, in ${formatCount(steps)} steps on ${device}`],
    ...recordings.flatMap(({device: where, date, runs, tokens: compared, flips}): [string, string][] => [
      [formatCount(runs), `batches decoded on ${where} by ${date}, in every mode`],
      [
        formatCount(compared),
        `tokens compared with greedy decoding; ${flips === 0 ? "none differs" : `${formatCount(flips)} texts part from it, at near ties`}`
      ]
    ])
  ];
  return html(
    "dl",
    {class: "facts"},
    ...facts.map(([number, text]) => html("div", {}, html("dt", {}, number), html("dd", {}, text)))
  );
}
