// What the live training says of itself: the finding, the table, the file of every step, where the numbers come from.
import {tabulate} from "../figures/kit/dataTable.js";
import type {Table} from "../figures/kit/dataTable.js";
import {formatCount} from "../figures/kit/dom.js";
import type {Source} from "../figures/kit/source.js";
import type {Curves, CurveAxis} from "./trainingRecord.js";
import {stepsPerSecond} from "./trainingRecord.js";
import type {Racer} from "./trainingRace.js";

/**
 * What the figure shows, as one sentence.
 * @param count how many will race
 */
export function trainingTitle(racers: readonly Racer[], count: number): string {
  const read = racers.filter(({record}) => record.steps.length > 0 && record.heldOut.length > 0);
  if (read.length === 0) {
    return count > 1 ? "Two small networks, about to learn to write" : "A small network, about to learn to write";
  }
  const [first, second] = read.map(({name, record}) => ({name, ...record.heldOut[record.heldOut.length - 1]}));
  const loss = (value: number): string => value.toFixed(2);
  if (!second) return `After ${steps(first.step)}, ${first.name}'s loss on text it has not seen is ${loss(first.loss)} nats a character`;
  if (first.step !== second.step) {
    return `On text they have not seen, ${first.name}'s loss is ${loss(first.loss)} after ${steps(first.step)}, ${second.name}'s ${loss(second.loss)} after ${steps(second.step)}`;
  }
  const [better, worse] = first.loss <= second.loss ? [first, second] : [second, first];
  return loss(better.loss) === loss(worse.loss)
    ? `After ${steps(first.step)} both have a loss of ${loss(better.loss)} on text they have not seen`
    : `After ${steps(first.step)}, ${better.name} is ahead on text neither has seen: ${loss(better.loss)} to ${loss(worse.loss)} nats a character`;
} // prettier-ignore

const steps = (count: number): string => `${formatCount(count)} step${count === 1 ? "" : "s"}`;

/** One line on a contestant: where it is, how fast, how well. */
export function racerLine({record, task, opened}: Racer): string {
  const last = record.steps.at(-1);
  const where = opened && (opened.device === "wasm" ? "wasm" : `${opened.device}, ${opened.deviceName}`);
  const speed = stepsPerSecond(record);
  const parts = [
    `step ${formatCount(record.steps.length)} of ${formatCount(task.steps)}`,
    speed === undefined ? "" : `${speed.toFixed(1)} steps a second`,
    last ? `loss ${last.loss.toFixed(2)}` : "",
    record.heldOut.length > 0 ? `held out ${record.heldOut[record.heldOut.length - 1].loss.toFixed(2)}` : "",
    last ? `gradient norm ${last.gradientNorm.toFixed(2)}` : "",
    where ?? ""
  ];
  return parts.filter(Boolean).join(" · ");
}

/** The curves as a table. */
export function curvesTable({positions, points}: Curves, names: readonly string[], axis: CurveAxis): Table {
  const cell = (value: number | undefined): string | number => (value === undefined ? "" : Number(value.toFixed(4)));
  return tabulate(
    positions.map((_, i) => i),
    [
      {name: axis, value: (i) => positions[i]},
      ...names.flatMap((name, k) => [
        {name: `${name}: training loss`, value: (i: number) => cell(points[k][i].loss)},
        {name: `${name}: held-out loss`, value: (i: number) => cell(points[k][i].heldOut)},
        {name: `${name}: gradient norm`, value: (i: number) => cell(points[k][i].gradientNorm)}
      ])
    ],
    `Means over stretches of ${axis} up to the one in the first column; losses in nats a character`
  );
}

/** Every step of every contestant, as comma-separated values. */
export function everyStep(racers: readonly Racer[]): string {
  const head = "network,step,loss,gradient norm,learning rate,milliseconds,held-out loss";
  const lines = racers.flatMap(({name, record}) => {
    const heldOut = new Map(record.heldOut.map(({step, loss}) => [step, loss]));
    const before = heldOut.has(0) ? [[name, 0, "", "", "", "", heldOut.get(0)].join(",")] : [];
    return [
      ...before,
      ...record.steps.map(({step, loss, gradientNorm, learningRate, ms}) =>
        [name, step, loss, gradientNorm, learningRate, ms.toFixed(2), heldOut.get(step) ?? ""].join(",")
      )
    ];
  });
  return [head, ...lines].join("\n");
}

/** Where the numbers come from. */
export function trainingSource(racers: readonly Racer[], text: string): Source {
  const known = racers.flatMap(({name, task, opened}) => (opened ? [{name, settings: task.settings, opened}] : []));
  if (known.length === 0) return {how: "Nothing has been trained yet"};
  const devices = known.map(({name, opened: {device, deviceName, software, measured}}) => {
    const where = device === "wasm" ? "wasm, 1 thread" : `${device}, ${deviceName}`;
    const times = Object.entries(measured).map(([one, ms]) => `${one} ${ms.toFixed(1)} ms a step`);
    const why = times.length > 1 ? ` (measured: ${times.join(", ")})` : "";
    return `${name} on ${where}${software ? ", imitated by the processor" : ""}${why}`;
  });
  return {
    how: "Trained in this page just now",
    texts: text,
    more: [
      ...known.map(({name, opened, settings: s}): [string, string] => [
        `Network ${name}`,
        `${formatCount(opened.parameters)} parameters; depth ${s.depth}, width ${s.width}, ${s.heads} heads, expansion ${s.expansion}, initialisation ${s.initialization}, peak learning rate ${s.rate}, ${s.batch} rows of ${s.length} characters`
      ]),
      ["Training", "AdamW, β 0.9 and 0.95, decay 0.1, gradients clipped at norm 1; warm-up over the first tenth, 40 steps at most; over the last fifth the rate falls to 0"],
      ["Device", devices.join("; ")],
      ["Runtime", known[0].opened.version]
    ]
  }; // prettier-ignore
}
