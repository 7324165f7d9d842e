// Rounds of training in words: what was forgotten, what a second round gains, whether the paper's claims hold here.
import type {Paper} from "../paperData.js";
import {columnOf, tableOf} from "../paperData.js";
import type {Interval, StudyData} from "../studyData.js";
import {forgettingOf, forgotten, gainOf, roundsRows} from "./roundsData.js";
import type {RoundsRow} from "./roundsData.js";
import {tellPair} from "./studyClaims.js";
import type {StudyMeasure} from "./studyMeasures.js";
import {gainWords, pairWords, progressWords, seedsWords} from "./studyWords.js";

const row = (rows: readonly RoundsRow[], rate: number, by: RoundsRow["by"], rounds = 1): RoundsRow | undefined =>
  rows.find((each) => each.rate === rate && each.by === by && each.rounds === rounds);

/** A difference that intervals tell from zero: its sign, or 0. */
export const told = ({mean, low, high}: Interval): -1 | 0 | 1 =>
  low === undefined || high === undefined || (low <= 0 && high >= 0) ? 0 : mean > 0 ? 1 : -1;

/** What half of the batches once more are good for. */
export function roundsFinding(data: StudyData, measure: StudyMeasure): string {
  const unfinished = data.done < data.planned ? ` (${progressWords(data)})` : "";
  if (data.done === 0) return `No run of this study has finished yet: ${progressWords(data)}`;
  const rows = roundsRows(data, measure);
  const half = row(rows, 0.5, "loss");
  const chance = row(rows, 0.5, "chance");
  const gain = half?.gain;
  if (!half || !gain) {
    const [one] = rows;
    return `One round comes to ${one.mean ? measure.format(one.mean.mean) : "no"} ${measure.label}; no second round to compare it with yet${unfinished}`;
  }
  const first = `A second round on half of the batches, drawn by loss, is ${gainWords(gain, measure)} than one round`;
  const against = chance && gainOf(half.point, chance.point, measure);
  if (!against) return `${first}${unfinished}`;
  const differ =
    against.low === undefined
      ? `; drawn by chance it comes out ${measure.format(Math.abs(against.mean))} ${against.mean > 0 ? "worse" : "better"}, by one seed`
      : told(against) === 0
        ? `; from half drawn by chance there is no difference that ${seedsWords(against.count)} can tell`
        : `; half drawn by chance is ${against.mean > 0 ? "worse" : "better"} by ${measure.format(Math.abs(against.mean))}`;
  return `${first}${differ}${unfinished}`;
}

/** What was forgotten of the parts read first. */
export function forgettingWords(data: StudyData): string {
  const all = forgettingOf(data);
  const difference = forgotten(all);
  if (!difference)
    return "No second round has been drawn yet, so the losses of the first round’s batches are not known.";
  const mean = (part: number): number => all.reduce((sum, {parts}) => sum + parts[part], 0) / all.length;
  const last = all[0].parts.length - 1;
  const range = difference.low === undefined ? "" : ` (${signed(difference.low)} to ${signed(difference.high ?? 0)}, ${seedsWords(difference.count)})`; // prettier-ignore
  const verdict =
    difference.low === undefined
      ? "One seed cannot tell"
      : told(difference) === 0
        ? `No difference that ${seedsWords(difference.count)} can tell`
        : difference.mean > 0
          ? "So it is here too: what was read first is partly forgotten"
          : "Here it is the other way round";
  return `The part that was read first has a loss of ${mean(0).toFixed(3)} nats a token under the network that the round ended with, the last one ${mean(last).toFixed(3)}: ${signed(difference.mean)} between them${range}. In the paper’s figure 9 parts seen earlier have the higher loss, on an axis from 2.22 to 2.27. ${verdict}.`;
}

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;

/** [what the paper says, what is found here] */
export function roundsClaims(data: StudyData, measure: StudyMeasure, paper: Paper): [string, string][] {
  const rows = roundsRows(data, measure);
  const rates = columnOf(tableOf(paper, "sampling"), "average");
  const rounds = columnOf(tableOf(paper, "rounds"), "average");
  const pair = (a: RoundsRow | undefined, b: RoundsRow | undefined): string =>
    a && b ? pairWords(tellPair({better: a.point, worse: b.point}, measure), measure) : "not run yet";
  const [one, half] = [row(rows, 0, "none", 0), row(rows, 0.5, "loss")];
  return [
    [
      `Half of the batches in a second round help: ${rates[0]} without, ${rates[2]} with r = 50%.`,
      `Half by loss against one round: ${pair(half, one)}.`
    ],
    [
      `Beyond 50% little is gained: ${rates[2]} with half, ${rates[4]} with all batches, twice as much to read.`,
      `All against half: ${pair(row(rows, 1, "loss"), half)}.`
    ],
    [
      `A third round brings nothing: ${rounds[1]} after two, ${rounds[2]} after three.`,
      `Three rounds against two: ${pair(row(rows, 0.5, "loss", 2), half)}.`
    ],
    [
      "Hard batches are the ones to repeat. The paper has no control for that: it does not draw the same number by chance.",
      `Half by loss against half by chance: ${pair(half, row(rows, 0.5, "chance"))}.`
    ]
  ];
}
