// One lane a contestant: where it is, how fast, and what it writes, the newest first. What networks write is put in as text.
import {html} from "../figures/kit/dom.js";
import type {Racer} from "./trainingRace.js";
import type {Sample} from "./trainingRecord.js";
import {racerLine} from "./trainingWords.js";

/** samples of a lane that are shown */
const SHOWN = 4;

export interface TrainingLanes {
  readonly element: HTMLElement;
  draw(racers: readonly Racer[]): void;
}

interface Lane {
  readonly element: HTMLElement;
  draw(racer: Racer): void;
}

export function trainingLanes(): TrainingLanes {
  const element = html("div", {class: "train-lanes"});
  let lanes: Lane[] = [];
  return {
    element,
    draw(racers) {
      if (lanes.length !== racers.length) {
        lanes = racers.map(({name}) => lane(name));
        element.replaceChildren(...lanes.map((each) => each.element));
      }
      racers.forEach((racer, i) => lanes[i].draw(racer));
    }
  };
}

function lane(name: string): Lane {
  const said = html("p", {class: "train-said"});
  const list = html("ol", {class: "train-samples", "aria-label": `What ${name} writes`, tabindex: 0, role: "list"});
  let shown: readonly Sample[] = [];
  return {
    element: html(
      "section",
      {class: `train-lane line-${name.toLowerCase()}`, "aria-label": `Network ${name}`},
      html("p", {class: "train-name"}, name),
      said,
      list
    ),
    draw(racer) {
      const text = racerLine(racer);
      if (said.textContent !== text) said.textContent = text;
      const latest = racer.record.samples.slice(-SHOWN).reverse();
      if (latest.length === shown.length && latest.every((sample, i) => sample === shown[i])) return;
      shown = latest;
      list.replaceChildren(
        ...latest.map(({step, text: written}) =>
          html("li", {}, html("small", {}, `after ${step} steps`), html("p", {class: "train-sample"}, written))
        )
      );
    }
  };
}
