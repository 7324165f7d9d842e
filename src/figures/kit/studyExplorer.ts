// The explorer of a study: final scores over an axis of one's choice, or curves as training goes on; a run's card when it is
// pointed at, two runs side by side when they are pinned; below, what the paper found. One for all studies: what is varied,
// how points are named and what the paper claims stands in the figure of each (src/figures/*Study.ts).
import type {Paper} from "../paperData.js";
import type {StudyData} from "../studyData.js";
import {bindParameters} from "./address.js";
import type {Address} from "./address.js";
import {html} from "./dom.js";
import {selectField} from "./fields.js";
import {frame} from "./frame.js";
import type {Control, Picture} from "./frame.js";
import {player} from "./player.js";
import {liveChart} from "./responsive.js";
import type {Study} from "./study.js";
import {measureNamed, studyMeasures} from "./studyMeasures.js";
import {FRAMES, studyParameters} from "./studyParameters.js";
import type {StudyView} from "./studyParameters.js";
import {studyPaper} from "./studyPaper.js";
import {studySelection} from "./studySelection.js";
import {studySource} from "./studySource.js";
import {studyTable} from "./studyTable.js";
import {axesOf, captionOf, curvesOf, dotsOf, frameWords} from "./studyViews.js";
import type {ViewContext} from "./studyViews.js";
import {findingWords} from "./studyWords.js";

export interface StudyExplorerOptions {
  /** the paper's numbers; default none beside ours */
  readonly paper?: Paper;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of the charts; default as wide as there is room */
  readonly width?: number;
}

const shows = [["score", "final scores"], ["curves", "curves by training step"]] as const; // prettier-ignore
const curves = [["training", "training loss"], ["held-out", "held-out text"]] as const; // prettier-ignore
const overs = [["share", "share of the training"], ["tokens", "tokens read"], ["flops", "operations"]] as const; // prettier-ignore
const onlyIn = {show: undefined, x: "score", y: "score", curve: "curves", over: "curves"} as const;

/** The figure. It stands with none, some and all of its runs. */
export function studyExplorer(
  study: Study,
  data: StudyData,
  {paper, address, width}: StudyExplorerOptions = {}
): HTMLElement {
  const parameters = bindParameters(study.id, studyParameters(study), address);
  const {values} = parameters;
  const axes = axesOf(study, data);
  const measure = () => measureNamed(values.y);
  let step = values.step;
  const selection = studySelection(study, data, {
    values: () => values,
    set: (name, value) => parameters.set(name, value),
    changed: () => chart.redraw(),
    width
  });
  const context = (): ViewContext => ({
    study,
    data,
    view: {...values, step},
    measure: measure(),
    ringed: selection.ringed(),
    pointed: selection.pointed,
    chosen: selection.chosen
  });
  const chart = liveChart((wide) => (values.show === "score" ? dotsOf : curvesOf)(context(), wide), {width, most: 860});
  const playing = player(
    (next, moving) => {
      if (!moving) parameters.set("step", next);
      if (next === step) return;
      step = next;
      chart.redraw();
    },
    {frames: FRAMES + 1, frame: step, hold: () => 110, describe: (frame) => frameWords(data, frame / FRAMES)}
  );
  const stage = html("div", {class: "study-stage"}, playing.element, chart.element);
  const below = html("div", {class: "study-below"});
  const root = html(
    "div",
    {class: "study"},
    html("div", {class: "study-parts"}, stage, selection.card),
    selection.comparison,
    below
  );
  const picture = (): Picture => {
    playing.element.hidden = values.show === "score" || data.done === 0;
    for (const {name, element} of controls) {
      const only = onlyIn[name as keyof typeof onlyIn];
      element.hidden = only !== undefined && only !== values.show;
    }
    chart.redraw();
    const theirs = paper && studyPaper(study, data, paper, measure());
    below.replaceChildren(...(study.extra?.(data, measure(), width) ?? []), ...(theirs ? [theirs] : []));
    return {
      element: root,
      title: findingWords(study, data, measure()),
      caption: [captionOf(study, data, values.show === "curves", measure())],
      table: () => studyTable(study, data)
    };
  };
  const select = <K extends keyof typeof onlyIn>(
    name: K,
    label: string,
    options: readonly (readonly [StudyView[K], string])[]
  ): Control => {
    const change = (value: StudyView[K]): void => {
      parameters.set(name, value);
      view.update(picture());
    };
    return {name, element: selectField<StudyView[K]>(label, options, values[name] as StudyView[K], change).element};
  };
  const controls: readonly Control[] = [
    select("show", "Show", shows),
    select("x", "Across", axes.map(({key, name}) => [key, name])), // prettier-ignore
    select("y", "Upwards", studyMeasures.map(({key, name}) => [key, name])), // prettier-ignore
    select("curve", "Curve", curves),
    select("over", "Over", overs)
  ];
  const source = studySource(data, paper);
  const view = frame({id: study.id, className: "study-explorer", source, parameters, controls}, picture());
  view.element.addEventListener("keydown", (event) => {
    const onPoint = event.target instanceof Element && event.target.closest(".points, summary, .table-scroll");
    if (values.show === "curves" && !onPoint && playing.key(event)) event.preventDefault();
  });
  return view.element;
}
