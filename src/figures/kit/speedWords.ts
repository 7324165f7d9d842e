// Sentences about recorded speeds, from the numbers that are shown.
import {crossings} from "./crossings.js";
import {formatCount} from "./dom.js";
import {drafterName, formatRatio, formatSpeed, measureOf, ratiosOf, rowsOf} from "./speedView.js";
import type {SpeedView} from "./speedView.js";

/** What vanilla and EMS-SD come to over greedy decoding, without a full stop. */
export function speedFinding(view: SpeedView, sizes: readonly number[]): string {
  const where = `on ${view.texts} texts with the ${drafterName(view.drafter)} drafter${view.time === "prefill" ? ", prefill included" : ""}`;
  if (view.show === "tokens") return tokensFinding(view, sizes, where);
  const [vanilla, ems] = ["vanilla", "ems-sd"].map((mode) => ratiosOf(view, mode, sizes));
  const said = [
    vanillaWords(sizes, vanilla),
    knownOf(sizes, ems).length > 0 ? `EMS-SD ${goes(knownOf(sizes, ems))}` : undefined
  ].filter((words) => words !== undefined);
  if (said.length === 0) return `Nothing but greedy decoding has been timed ${where} yet`;
  return `${capital(where)}, ${said.join("; ")}`;
}

function tokensFinding(view: SpeedView, sizes: readonly number[], where: string): string {
  const timed = ["ems-sd", "vanilla", "greedy"].map((mode) =>
    rowsOf(view, mode, sizes).map((row) => measureOf(row, view))
  );
  const at = sizes.findLastIndex((_, i) => timed.some((list) => list[i]));
  if (at < 0) return `Nothing has been timed ${where} yet`;
  const names = ["EMS-SD", "vanilla batching", "greedy decoding"];
  const [first, ...others] = timed.flatMap((list, k) =>
    list[at] ? [{name: names[k], speed: formatSpeed(list[at].tokensPerSecond)}] : []
  );
  const said = [
    `${first.name} decodes ${first.speed} tokens per second`,
    ...others.map(({name, speed}) => `${name} ${speed}`)
  ];
  return `At batch size ${sizes[at]}, ${where}, ${said.join(", ")}`;
}

type Known = readonly (readonly [number, number])[];

/** [size, value] where there is a value. */
const knownOf = (sizes: readonly number[], values: readonly (number | undefined)[]): Known =>
  values.flatMap((value, i) => (value === undefined ? [] : [[sizes[i], value] as const]));

const goes = (known: Known): string => {
  const [[first, start]] = known;
  const [last, end] = known.at(-1)!;
  if (known.length === 1) return `is at ${formatRatio(start)}`;
  return `goes from ${formatRatio(start)} at batch size ${first} to ${formatRatio(end)} at ${last}`;
};

function vanillaWords(sizes: readonly number[], values: readonly (number | undefined)[]): string | undefined {
  const known = knownOf(sizes, values);
  if (known.length === 0) return undefined;
  const slower = known.filter(([, value]) => value < 1);
  const falls = crossings(sizes, values, 1);
  if (known.length === 1) {
    const [[size, value]] = known;
    return `vanilla batching is ${value < 1 ? "slower than" : "no slower than"} greedy decoding at batch size ${size} (${formatRatio(value)})`;
  }
  if (slower.length === 0) return `vanilla batching never falls below greedy decoding (${goes(known)})`;
  if (slower.length === known.length)
    return `vanilla batching is slower than greedy decoding at every batch size timed (${goes(known)})`;
  if (falls.length === 1 && known.at(-1)![1] < 1 && known[0][1] >= 1) {
    const [from, to] = falls[0].between;
    return `vanilla batching falls below greedy decoding between batch sizes ${from} and ${to}`;
  }
  return `vanilla batching is slower than greedy decoding at batch sizes ${slower.map(([size]) => size).join(", ")}`;
}

/** How the points come about, and how much of the recording is there. */
export function repeatWords(view: SpeedView, modes: readonly string[], sizes: readonly number[]): string {
  const repeats = modes
    .flatMap((mode) => rowsOf(view, mode, sizes).map((row) => row?.repeats ?? 0))
    .filter((n) => n > 0);
  if (repeats.length === 0) return "";
  const [least, most] = [Math.min(...repeats), Math.max(...repeats)];
  if (most === 1) return "Each configuration was timed once so far, so there are no quartiles to show. ";
  const number = least === most ? `${most}` : `${least} to ${most}`;
  const ratio =
    view.show === "ratio" ? "each compared with greedy decoding of the same repeat" : "in tokens per second";
  return `Markers are medians of ${number} repeats, ${ratio}; bands go from the lower to the upper quartile. `;
}

/** "" where all of it is recorded. */
export const progressWords = ({recording: {done, planned}}: SpeedView): string =>
  done < planned
    ? `Recorded so far: ${formatCount(done)} of ${formatCount(planned)} planned units; a dash stands where nothing is timed yet. `
    : "";

/** How the chart of speeds by batch size is read. */
export function speedCaption(
  view: SpeedView,
  modes: readonly string[],
  sizes: readonly number[],
  besidePaper: boolean
): string[] {
  const ratio = view.show === "ratio";
  const crosses = ratio && (besidePaper || crossings(sizes, ratiosOf(view, "vanilla", sizes), 1).length > 0);
  const known = ratiosOf(view, "ems-sd", sizes).filter((value) => value !== undefined);
  const shrinks = ratio && (besidePaper || (known.length > 1 && known.at(-1)! < known[0]));
  return [
    view.time === "decode"
      ? "New tokens by the time of decoding, prefill and the tokens it writes left out. "
      : "All new tokens by all time, prefill included. ",
    repeatWords(view, modes, sizes),
    crosses ? "A ring marks where a straight line between two measured batch sizes meets greedy decoding. " : "",
    shrinks
      ? "EMS-SD never pads, and yet its speed over greedy falls as batches grow: a larger batch leaves less of the processor idle for guesses to use. That is our reading. "
      : "",
    progressWords(view)
  ];
}

export const nothingRecorded =
  "Nothing has been timed with these weights yet: speeds stand here once a recording is in data/traces/ems-sd.";

export const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);
