// Which run of a study a reader looks at, and which two are pinned side by side: kept in the address by name, shown as a
// card and a comparison. What is pointed at shows its card; what is chosen holds it.
import type {StudyData} from "../studyData.js";
import {html} from "./dom.js";
import {runName, runNamed} from "./study.js";
import type {RunPlace, Study} from "./study.js";
import {studyCard} from "./studyCard.js";
import {measureNamed, ranked} from "./studyMeasures.js";
import {studyCompare} from "./studyCompare.js";
import type {RingedRun} from "./studyDots.js";

/** Names of runs as the address has them. */
export interface NamedRuns {
  readonly run: string;
  /** two at most, with a comma between them */
  readonly pins: string;
}

export interface SelectionOptions {
  /** what the address says now */
  readonly values: () => NamedRuns;
  readonly set: (name: keyof NamedRuns, value: string) => void;
  /** what is held or pinned has changed */
  readonly changed: () => void;
  /** CSS pixels of the comparison's chart; default as wide as there is room */
  readonly width?: number;
}

export interface StudySelection {
  readonly card: HTMLElement;
  readonly comparison: HTMLElement;
  /** runs to mark in the chart */
  ringed(): readonly RingedRun[];
  pointed(place: RunPlace | undefined): void;
  chosen(place: RunPlace): void;
}

const letters = ["A", "B"];

export function studySelection(
  study: Study,
  data: StudyData,
  {values, set, changed, width}: SelectionOptions
): StudySelection {
  // prettier-ignore
  const card = html("div", {class: "study-card"});
  const comparison = html("div", {class: "study-compared"});
  const nameOf = (place: RunPlace): string => runName(data, place);
  const held = (): RunPlace | undefined => runNamed(data, values().run);
  const pins = (): RunPlace[] => values().pins.split(",").flatMap((name) => runNamed(data, name) ?? []); // prettier-ignore
  let shown: RunPlace | undefined;

  // one button for all cards: what has the focus, or is next for Tab, stays when another run's card comes
  const pin = html("button", {type: "button"});
  pin.addEventListener("click", () => {
    if (!shown) return;
    const name = nameOf(shown);
    const others = pins().map(nameOf).filter((other) => other !== name); // prettier-ignore
    const pinned = others.length < pins().length;
    set("pins", (pinned ? others : [...others.slice(0, 1), name]).join(","));
    if (!pinned) set("run", name);
    compare();
    changed();
    show(shown);
    pin.focus({preventScroll: true});
  });
  const show = (place: RunPlace | undefined): void => {
    shown = place;
    const hint = html("p", {class: "note-line"}, hintOf(data));
    const letter = place && letters[pins().findIndex((each) => nameOf(each) === nameOf(place))];
    pin.textContent = letter ? "Unpin" : pins().length === 1 ? `Compare with ${letters[0]}` : "Pin to compare";
    card.replaceChildren(...(place ? [studyCard(study, data, place, {letter, actions: [pin]})] : []), hint);
  };
  const compare = (): void => {
    const [a, b] = pins();
    comparison.replaceChildren(...(a && b ? [studyCompare(study, data, [a, b], width)] : []));
  };
  compare();
  show(held() ?? pins()[0] ?? bestRun(data));
  return {
    card,
    comparison,
    ringed() {
      const pinned = pins().map((place, k) => ({place, letter: letters[k]}));
      const run = held();
      const alone = run && pinned.every(({place}) => nameOf(place) !== nameOf(run));
      return alone ? [...pinned, {place: run, letter: ""}] : pinned;
    },
    pointed(place) {
      const next = place ?? held();
      if (next && !(shown && nameOf(next) === nameOf(shown))) show(next);
    },
    chosen(place) {
      set("run", nameOf(place));
      show(place);
      changed();
    }
  };
}

/** First run of the best point; where none has a score, the first there is. */
function bestRun({points}: StudyData): RunPlace | undefined {
  const best = ranked(points, measureNamed("mean"))[0]?.point ?? points.find(({runs}) => runs.length > 0);
  return (
    best && {
      point: points.indexOf(best),
      seed: best.runs.findIndex(({score}) => score !== undefined || !best.runs.some((run) => run.score !== undefined))
    }
  );
}

const hintOf = ({done}: StudyData): string =>
  done === 0
    ? "Recipes, scores and texts of the runs will stand here."
    : "Point at a run, tap it, or go to it with Tab and the arrow keys, and its card stands here. A click or Enter holds it; two can be pinned side by side.";
