// The toy of collapse as a part of a figure: its controls, both planes, what they are in numbers, and a player over its steps.
import {toyPlane, toyTable} from "./collapsePicture.js";
import {TOY_STEPS, TOY_STRIDE, toyPoints, toyRun, toyState} from "./collapseToy.js";
import type {ToyPoint, ToyState, ToyWeights} from "./collapseToy.js";
import {nextTask} from "./breathe.js";
import {html} from "./dom.js";
import {selectField} from "./fields.js";
import {lengthOf} from "./penaltyMath.js";
import {penaltyNames} from "./penaltyWords.js";
import {player} from "./player.js";
import {stepsField} from "./stepsField.js";
import {about, choice, wholeNumber} from "./urlState.js";

/** Rates of the penalty; 1 and 100 are the released commands'. */
const RATES = [0, 0.1, 1, 10, 100] as const;
const TOY_FRAMES = TOY_STEPS / TOY_STRIDE;
const MOST_DRAWS = 99;

/** What an address may set of it. */
export const toyParameters = {
  loss: about("penalty of the toy", choice("cosine", ["cosine", "l1", "l2"])),
  rate: about("rate of the toy’s penalty", choice<string>("1", RATES.map(String))), // prettier-ignore
  step: about(`how far the toy has learned, 0 to ${TOY_FRAMES}`, wholeNumber(TOY_FRAMES, 0, TOY_FRAMES)),
  draw: about("which points the toy has", wholeNumber(1, 1, MOST_DRAWS))
};

export interface ToyValues {
  readonly loss: "cosine" | "l1" | "l2";
  readonly rate: string;
  readonly step: number;
  readonly draw: number;
}

export interface CollapseOptions {
  /** what the address says now */
  readonly values: ToyValues;
  readonly set: (name: keyof ToyValues, value: string | number) => void;
  readonly hidden: (name: keyof ToyValues) => boolean;
}

/** The part; both toys learn in a task of their own. */
export async function collapseSection({values, set, hidden}: CollapseOptions): Promise<HTMLElement> {
  let toyShown = values.step;
  const toys = [false, true].map((crossEntropy) => ({
    crossEntropy,
    name: crossEntropy ? "with cross-entropy" : "the penalty alone",
    stage: html("div", {class: "penalty-stage"})
  }));
  const toyFacts = html("div", {
    class: "table-scroll",
    tabindex: 0,
    role: "region",
    "aria-label": "The toy in numbers"
  });
  const toySaid = html("p", {class: "part-words", role: "status"});
  let points: readonly ToyPoint[] = [];
  let runs: readonly (readonly ToyWeights[])[] = [];
  let states: readonly ToyState[] = [];
  const drawToys = (): void => {
    states = toys.map(({crossEntropy}, k) => toyState(runs[k][toyShown], points, crossEntropy));
    toys.forEach(({crossEntropy, name, stage}, k) => {
      const state = states[k];
      const reach = reachOf(state);
      const ariaLabel = `Features of ${points.length} made points after ${toyShown * TOY_STRIDE} steps, ${name}: mean length ${state.norm.toFixed(3)}, cosine of different classes ${state.between.toFixed(2)}`; // prettier-ignore
      stage.replaceChildren(
        toyPlane(state, {name, ariaLabel, reach, size: 260, ...(crossEntropy ? {weights: runs[k][toyShown]} : {})})
      );
    });
    toyFacts.replaceChildren(toyTable(toys.map(({name}, k) => ({name, state: states[k]})), `The toy after ${toyShown * TOY_STRIDE} of ${TOY_STEPS} steps`)); // prettier-ignore
    toySaid.textContent = toyWords(values.loss, Number(values.rate), states);
  };
  const run = (crossEntropy: boolean): readonly ToyWeights[] =>
    toyRun({penalty: values.loss, rate: Number(values.rate), crossEntropy, seed: values.draw});
  const learn = (): void => {
    points = toyPoints(values.draw);
    runs = toys.map(({crossEntropy}) => run(crossEntropy));
    drawToys();
  };
  const learning = player(
    (next, moving) => {
      if (!moving) set("step", next);
      if (next === toyShown) return;
      toyShown = next;
      drawToys();
    },
    {frames: TOY_FRAMES + 1, frame: toyShown, hold: () => 70, describe: (k) => `step ${k * TOY_STRIDE} of ${TOY_STEPS}`}
  );
  const again = html("button", {type: "button"}, "Other points");
  again.addEventListener("click", () => {
    set("draw", (values.draw % MOST_DRAWS) + 1);
    learn();
  });
  const losses = [["cosine", "(1 − cos)²"], ["l1", "L1"], ["l2", "L2"]] as const; // prettier-ignore
  const relearn =
    (name: "loss" | "rate") =>
    (value: string): void => {
      set(name, value);
      learn();
    };
  const toyControls = [
    {name: "loss", element: selectField("Penalty", losses, values.loss, relearn("loss")).element},
    {name: "rate", element: stepsField("Rate", RATES, String, Number(values.rate), (rate) => relearn("rate")(String(rate))).element}, // prettier-ignore
    {name: "draw", element: html("span", {class: "field penalty-again"}, again)}
  ] as const;

  points = toyPoints(values.draw);
  for (const {crossEntropy} of toys) {
    runs = [...runs, run(crossEntropy)];
    await nextTask();
  }
  drawToys();
  await nextTask();
  return html(
    "div",
    {class: "collapse"},
    html("div", {class: "fields"}, ...toyControls.filter(({name}) => !hidden(name)).map((control) => control.element)),
    learning.element,
    html(
      "div",
      {class: "penalty-toys"},
      ...toys.map(({name, stage}) =>
        html("div", {class: "penalty-panel"}, html("p", {class: "penalty-panel-name"}, name), stage)
      ),
      html("div", {}, toyFacts, toySaid)
    )
  );
}

/** Room for features: 1.6 as long as any that stand within it, else as long as they need. */
function reachOf({features}: ToyState): number {
  const longest = Math.max(...features.flatMap(({views}) => views.map(lengthOf)));
  return longest <= 2.4 ? 2.4 : 1.08 * longest;
}

/** What has become of the features. */
function toyWords(loss: "cosine" | "l1" | "l2", rate: number, [alone, held]: readonly ToyState[]): string {
  if (rate === 0)
    return "At rate 0 there is no penalty: alone nothing pulls at the map, and cross-entropy has all of it.";
  const gone =
    alone.norm < 0.05
      ? `Alone, ${penaltyNames[loss]} has shrunk the features to a length of ${alone.norm < 0.001 ? "less than 0.001" : alone.norm.toFixed(3)}: they agree because nothing is left of them.`
      : alone.between > 0.95
        ? `Alone, ${penaltyNames[loss]} has brought all features into one direction (cosine ${alone.between.toFixed(3)} between classes): views agree, and so does everything else.`
        : `Alone, the features of different classes have a cosine of ${alone.between.toFixed(2)} so far.`;
  const right = held.accuracy ?? 0;
  const kept =
    right > 0.9
      ? "With cross-entropy the classes stay apart."
      : "At this rate cross-entropy does not hold against it: the classes run together here too.";
  return `${gone} ${kept}`;
}
