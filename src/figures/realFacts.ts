// What is real on this site, in numbers: the network that was trained for it, and what was compared with greedy decoding.
import {formatCount, html} from "./kit/dom.js";

/** How far a study is. */
export interface StudyFacts {
  readonly name: "tiny-lm" | "core";
  /** networks of its grid */
  readonly planned: number;
  /** of them, trained and recorded */
  readonly done: number;
  /** of training, processor time or a GPU's */
  readonly seconds: number;
}

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
  readonly studies: readonly StudyFacts[];
}

const million = (value: number): string => `${(value / 1e6).toFixed(1)} million`;

/** A list of facts: a number each, and what it counts. */
export function realFacts({model, recordings, studies}: RealFacts): HTMLElement {
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
    ]),
    [
      formatCount(sumOf(studies, "done")),
      `networks trained for studies, of ${formatCount(sumOf(studies, "planned"))} planned, in ${(sumOf(studies, "seconds") / 3600).toFixed(1)} hours of training`
    ]
  ];
  return html(
    "dl",
    {class: "facts"},
    ...facts.map(([number, text]) => html("div", {}, html("dt", {}, number), html("dd", {}, text)))
  );
}

const sumOf = (studies: readonly StudyFacts[], key: "planned" | "done" | "seconds"): number =>
  studies.reduce((sum, study) => sum + study[key], 0);

/** What is open of a chapter with a study. @throws where there is none of that name */
export function studyState({studies}: Pick<RealFacts, "studies">, name: StudyFacts["name"]): HTMLElement {
  const study = studies.find((each) => each.name === name);
  if (!study) throw new Error(`studyState: no study ${name}; there are ${studies.map((each) => each.name).join(", ")}`);
  const {done, planned} = study;
  const far = `Open: live; ${formatCount(done)} of ${formatCount(planned)} networks of its study trained`;
  return html("p", {class: "state"}, done < planned ? far : "Open: trained, measured and live");
}
