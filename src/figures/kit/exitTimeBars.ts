// Where the time of a token goes when a network leaves early, as multiples of greedy decoding's time for one: a bar is as
// long as its method is slow, and divided as its own time was.
import type {MethodCell, MethodsData} from "../methodsData.js";
import {domainsOf, methodRows} from "./methodRows.js";
import type {MethodRow} from "./methodRows.js";
import type {TimeBar, TimePart} from "./timeBars.js";

export const exitParts = [
  {key: "shallow", name: "first ℓ layers"},
  {key: "adapter", name: "adapter with its head"},
  {key: "head", name: "head alone"},
  {key: "drafter", name: "another drafter"},
  {key: "deep", name: "layers behind, with head"},
  {key: "rest", name: "the loop"}
] as const satisfies readonly TimePart[];

export type ExitPart = (typeof exitParts)[number]["key"];

export interface ExitTimeBar extends TimeBar {
  readonly row: MethodRow;
  readonly parts: Readonly<Record<ExitPart, number>>;
}

/** Bars of all methods on a domain, or of the mean over "all"; without those that were not timed there. */
export function exitTimeBars(data: MethodsData, texts: string): ExitTimeBar[] {
  const domains = domainsOf(data);
  return methodRows(data, "methods").flatMap((row): ExitTimeBar[] => {
    const cells = texts === "all" ? row.cells : [row.cells[domains.indexOf(texts)]];
    const known = cells.flatMap((cell) => cell ?? []);
    if (known.length === 0 || known.length < cells.length) return [];
    const mean = (value: (cell: MethodCell) => number): number =>
      known.reduce((sum, cell) => sum + value(cell), 0) / known.length;
    // as long as the table's mean speed-up says, which is no mean of times
    const scale = 1 / (mean(({speedUp}) => speedUp) * mean(({speedUp}) => 1 / speedUp));
    const parts = Object.fromEntries(
      exitParts.map(({key}) => [key, scale * mean((cell) => cell.parts[key] * unitOf(cell))])
    );
    const marked = known.every(({allRight}) => allRight !== undefined);
    return [
      {
        row,
        name: shortName(row),
        parts: parts as ExitTimeBar["parts"],
        ...(marked ? {mark: scale * mean((cell) => cell.allRight! * unitOf(cell))} : {})
      }
    ];
  });
}

/** Milliseconds of a cell → multiples of greedy's time: what its parts come to is 1 / speed-up. */
function unitOf({parts, speedUp}: MethodCell): number {
  const total = exitParts.reduce((sum, {key}) => sum + parts[key], 0);
  return 1 / (total * speedUp);
}

const shortName = ({name}: MethodRow): string =>
  name
    .replace("Exit without adapter", "No adapter")
    .replace("Greedy decoding", "Greedy")
    .replace("Kangaroo, one chosen setting", "One chosen")
    .replace("Kangaroo, a setting for each kind", "Each chosen")
    .replace("Kangaroo, tree", "Tree");
