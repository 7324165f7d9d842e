// The rows of a table of methods: which of what was timed stand under each other, and what they are called.
import type {ChosenPoint, ExitPoint, Method, MethodCell, MethodsData} from "../methodsData.js";

export type MethodView = "methods" | "modules" | "temperature";

export interface MethodRow {
  /** kind of method, for what is said of them */
  readonly key: "plain" | "other" | "bare" | "exit" | "chosen" | "tree";
  readonly name: string;
  /** its setting; "" where there is none */
  readonly note: string;
  /** parameters of what drafts beside the target */
  readonly parameters?: number;
  /** one per domain; undefined where it was not timed */
  readonly cells: readonly (MethodCell | undefined)[];
}

/** Domains in the order in which they were recorded. */
export const domainsOf = ({methods}: Pick<MethodsData, "methods">): string[] => [
  ...new Set(methods.flatMap(({cells}) => cells.map(({domain}) => domain)))
];

/** Mean of a row's speed-ups; undefined where a domain is missing. */
export function meanSpeedUp({cells}: Pick<MethodRow, "cells">): number | undefined {
  const known = cells.flatMap((cell) => cell?.speedUp ?? []);
  return known.length === cells.length ? known.reduce((sum, value) => sum + value, 0) / known.length : undefined;
}

/** Rows of a view, without those that nothing is known of. */
export function methodRows(data: MethodsData, view: MethodView): MethodRow[] {
  const rows = view === "methods" ? comparedMethods(data) : view === "modules" ? modules(data) : temperatures(data);
  return rows.filter(({cells}) => cells.some(Boolean));
}

const pointNote = ({exitLayer, draftLength, threshold}: ExitPoint): string =>
  `ℓ = ${exitLayer}, γ = ${draftLength}, η = ${threshold}`;

const isPoint =
  ({exitLayer, draftLength, threshold}: ExitPoint) =>
  ({drafter, options}: Method): boolean =>
    drafter === "early-exit" &&
    options.adapter === `exit-${exitLayer}` &&
    options.draftLength === draftLength &&
    options.threshold === threshold;

function comparedMethods(data: MethodsData): MethodRow[] {
  const {methods, chosen, standard, modules: known} = data;
  const domains = domainsOf(data);
  const timed = methods.filter(({series}) => series === "methods");
  const cellsOf = (method: Method | undefined) =>
    domains.map((domain) => method?.cells.find((cell) => cell.domain === domain));
  const row = (key: MethodRow["key"], name: string, method: Method | undefined, note = ""): MethodRow => ({
    key,
    name,
    note,
    cells: cellsOf(method)
  });
  const of = (drafter: string): Method[] => timed.filter((method) => method.drafter === drafter);
  const exits = of("early-exit");
  const ownExits = exits.filter(({options}) => options.adapter !== "none");
  const atStandard = ownExits
    .filter((method) => isPoint({...standard, exitLayer: Number(method.options.exitLayer)})(method))
    .sort((a, b) => Number(a.options.exitLayer) - Number(b.options.exitLayer));
  const networks = timed.filter(({drafter}) => known[drafter]?.architecture === "model");
  const all = chosen.find(({domain}) => domain === "all");
  const {draftLength: γ, threshold: η} = standard;
  return [
    row("plain", "Greedy decoding", of("none")[0]),
    row("other", "Look-up", of("lookup")[0], `${String(of("lookup")[0]?.options.copyLength)} tokens`),
    ...networks.map((method) => row("other", "Draft model", method, `${method.drafter}, ${String(method.options.draftLength)} drafts`)), // prettier-ignore
    row("other", "Medusa, no tree", of("medusa")[0], `${String(of("medusa")[0]?.options.draftLength)} heads`),
    ...exits
      .filter(({options}) => options.adapter === "none")
      .map((method) => row("bare", `Exit without adapter, ℓ = ${String(method.options.exitLayer)}`, method, `γ = ${γ}, η = ${η}`)), // prettier-ignore
    ...atStandard.map((method) => row("exit", `Kangaroo, ℓ = ${String(method.options.exitLayer)}`, method, `γ = ${γ}, η = ${η}`)), // prettier-ignore
    ...(all ? [row("chosen", "Kangaroo, one chosen setting", exits.find(isPoint(all)), pointNote(all))] : []),
    ...ownSettings(chosen, domains, exits),
    ...methods
      .filter(({drafter}) => drafter === "early-exit-tree")
      .map((method) => row("tree", `Kangaroo, tree, ℓ = ${String(method.options.exitLayer)}`, method, `K = ${String(method.options.width)}, η = ${String(method.options.threshold)}`)) // prettier-ignore
  ];
}

/** A row whose setting differs by domain; none where it nowhere does. */
function ownSettings(
  chosen: readonly ChosenPoint[],
  domains: readonly string[],
  exits: readonly Method[]
): MethodRow[] {
  const own = domains.map((domain) => chosen.find((point) => point.domain === domain));
  if (new Set(own.map((point) => point && pointNote(point))).size < 2) return [];
  const cells = own.map(
    (point, i) => point && exits.find(isPoint(point))?.cells.find(({domain}) => domain === domains[i])
  );
  return [{key: "chosen", name: "Kangaroo, a setting for each kind", note: "chosen likewise", cells}];
}

const moduleNames: Readonly<Record<string, string>> = {
  attention: "Kangaroo: norm, attention, norm",
  "own-head": "Kangaroo with a head of its own",
  layer: "One whole layer and a norm",
  mlp: "Norm, two linear layers, norm, own head",
  medusa: "Medusa: four linear layers, four heads"
};

/** The paper's Table 2: what drafts behind one exit layer. */
function modules(data: MethodsData): MethodRow[] {
  const {methods, standard, modules: known} = data;
  const domains = domainsOf(data);
  const rows = methods.flatMap(({series, drafter, options, cells}): MethodRow[] => {
    const file = drafter === "medusa" ? "medusa" : String(options.adapter);
    const {architecture = "", parameters} = known[file] ?? {};
    const same =
      options.exitLayer === standard.exitLayer &&
      options.draftLength === standard.draftLength &&
      options.threshold === standard.threshold;
    const isVariant = series === "variants" && drafter === "early-exit" && same;
    if (!(isVariant || drafter === "medusa")) return [];
    return [
      {
        key: architecture === "attention" ? "exit" : "other",
        name: moduleNames[architecture] ?? file,
        note: drafter === "medusa" ? "on the last layer's state" : `behind layer ${standard.exitLayer}`,
        parameters,
        cells: domains.map((domain) => cells.find((cell) => cell.domain === domain))
      }
    ];
  });
  const order = Object.values(moduleNames);
  return rows.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** The paper's Table 3: one exit, greedily and at temperatures. */
function temperatures(data: MethodsData): MethodRow[] {
  const {methods, standard} = data;
  const domains = domainsOf(data);
  const cellsOf = ({cells}: Method) => domains.map((domain) => cells.find((cell) => cell.domain === domain));
  const drawn = methods.filter(({series, drafter}) => series === "sampled" && drafter === "early-exit");
  const point = {...standard, exitLayer: Number(drawn[0]?.options.exitLayer ?? standard.exitLayer)};
  const greedy = methods.find(isPoint(point));
  const row = (key: MethodRow["key"], name: string, note: string, method: Method): MethodRow => ({key, name, note, cells: cellsOf(method)}); // prettier-ignore
  return [
    ...(greedy ? [row("exit", "Temperature 0", pointNote(point), greedy)] : []),
    ...drawn.map((method) => {
      const {temperature, confidence} = method.options;
      const note = confidence === "adjusted" ? "confidence read with the temperature" : "confidence read without it";
      return row("other", `Temperature ${String(temperature)}, ${String(confidence)}`, note, method);
    })
  ];
}
