// The CORE study (Ni et al. 2022) asked of small detectors: penalties and rates, augmentations with and without the penalty, a
// manipulation left out, controls; each with intervals over seeds and over people, and the paper's tables where they answer.
import type {DetectorStudyData} from "./detectorStudyData.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {coreCard} from "./kit/coreCard.js";
import {coreCurveKinds, coreCurves, coreDots, fallsFirst} from "./kit/coreCharts.js";
import type {CoreView} from "./kit/coreCharts.js";
import {coreMeasures, hasUnseen, majorityShare, measureOf, sourcesOf} from "./kit/coreMeasures.js";
import type {Tested} from "./kit/coreMeasures.js";
import {corePaper} from "./kit/corePaper.js";
import {families} from "../images/manipulate/names.js";
import {coreParts, layoutOf, partNames, runKey} from "./kit/coreParts.js";
import type {PartLayout} from "./kit/coreParts.js";
import {coreSource, pairTable, runsTable} from "./kit/coreTables.js";
import {coreFinding, coreProgress, kindName, testedWords} from "./kit/coreWords.js";
import {shortSources, sourceNames} from "./kit/sourceNames.js";
import {html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Control, Picture} from "./kit/frame.js";
import {liveChart} from "./kit/responsive.js";
import type {RunPlace} from "./kit/study.js";
import {about, choice} from "./kit/urlState.js";
import type {Parameter} from "./kit/urlState.js";
import type {Paper} from "./paperData.js";

export interface CoreStudyOptions {
  /** the paper's numbers; default none beside ours */
  readonly paper?: Paper;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of the chart; default as wide as there is room */
  readonly width?: number;
}

const tested = Object.keys(sourceNames);
const kinds = ["usual", "all", ...families, "null"] as const;

/** Name of a run: part, point and seed. */
const oneRun: Parameter<string> = {
  initial: "",
  allowed: "a run, as part.point.seed",
  parse: (text) => (/^[\w-]+\.[\w-]+\.\d+$/.test(text) ? text : undefined)
};

/** What an address may set. */
export const coreStudyParameters = {
  part: about("part of the study", choice<string>("losses", coreParts)),
  show: about("scores, or curves as training goes on", choice("score", ["score", "curves"])),
  source: about("where the tested pictures are from", choice<string>("samples", tested)),
  kind: about("which manipulation is to be found; usual: the one left out, else all", choice<string>("usual", kinds)),
  jpeg: about("pictures as they are, or compressed as no training picture was", choice("as-is", ["as-is", "40"])),
  y: about("which score", choice<string>("auc", coreMeasures.map(({key}) => key))), // prettier-ignore
  curve: about("which curve", choice<string>("entropy", coreCurveKinds.map(({key}) => key))), // prettier-ignore
  run: about("run whose card is held", oneRun)
};

/** The figure; it stands with none, some and all of its runs. */
export function coreStudy(data: DetectorStudyData, {paper, address, width}: CoreStudyOptions = {}): HTMLElement {
  const parameters = bindParameters("core-study", coreStudyParameters, address);
  const {values, set} = parameters;
  const part = () => coreParts.find((name) => name === values.part) ?? "losses";
  const layouts = new Map<string, PartLayout>();
  const layout = (): PartLayout => {
    const known = layouts.get(part()) ?? layoutOf(data, part());
    layouts.set(part(), known);
    return known;
  };
  const where = (): Tested => ({source: values.source, kind: values.kind, jpeg: values.jpeg === "as-is" ? 0 : 40});
  const measure = () => measureOf(values.y, where());
  const placeNamed = (name: string): RunPlace | undefined => {
    for (const [point, {point: each}] of layout().points.entries()) {
      const seed = each.runs.findIndex((run) => runKey(each, run.seed) === name);
      if (seed >= 0) return {point, seed};
    }
    return undefined;
  };
  const first = (): RunPlace | undefined => {
    const point = layout().points.findIndex((each) => each.point.runs.length > 0);
    return point < 0 ? undefined : {point, seed: 0};
  };
  const nameOf = ({point, seed}: RunPlace): string => {
    const placed = layout().points[point];
    return runKey(placed.point, placed.point.runs[seed].seed);
  };
  const card = html("div", {class: "study-card"});
  let shown = "";
  const showCard = (place: RunPlace | undefined): void => {
    const name = place ? nameOf(place) : "";
    if (name === shown && card.childElementCount > 0) return;
    shown = name;
    const hint = html("p", {class: "note-line"}, place ? "Point at a run, tap it, or go to it with Tab and the arrow keys, and its card stands here; a click or Enter holds it." : "Recipes, curves and scores of the runs will stand here."); // prettier-ignore
    if (!place) return card.replaceChildren(hint);
    const {point, title} = layout().points[place.point];
    card.replaceChildren(coreCard(data, point, point.runs[place.seed], title), hint);
  };
  const held = (): RunPlace | undefined => placeNamed(values.run);
  const view = (): CoreView => {
    const ring = held();
    return {
      layout: layout(),
      measure: measure(),
      tested: where(),
      ringed: ring ? [{place: ring, letter: ""}] : [],
      ariaLabel: coreFinding(part(), layout(), measure(), where()),
      pointed: (place) => showCard(place ?? held() ?? first()),
      chosen(place) {
        set("run", nameOf(place));
        showCard(place);
        chart.redraw();
      }
    };
  };
  const chart = liveChart((wide) => (values.show === "score" ? coreDots(view(), wide) : coreCurves(view(), values.curve, wide)), {width, most: 860}); // prettier-ignore
  const reading = html("p", {class: "note-line"});
  const pairs = html("div", {class: "core-pairs"});
  const beside = html("div", {class: "core-paper"});
  const element = html(
    "div",
    {class: "core-study"},
    html("div", {class: "study-parts"}, html("div", {class: "study-stage"}, chart.element, reading, pairs), card),
    beside
  );
  const picture = (): Picture => {
    reading.textContent = readingWords(layout(), values, measure().tested, where());
    pairs.replaceChildren(...pairTable(layout(), measure(), where(), testedWords(part(), where(), measure())));
    beside.replaceChildren(...(paper ? corePaper(data, part(), layout(), paper) : []));
    return {
      element,
      title: coreFinding(part(), layout(), measure(), where()),
      caption: [
        `Ours, ${coreProgress(data)}: detectors of separable convolutions that see windows of faces drawn or mixed by this site, with four manipulations of known masks. ${notes[part()]} `,
        "The null manipulation is the whole pipeline with every knob at zero: an AUC above a half there would mean that traces of the pipeline, and not the manipulation, are found. A little below is where this one draw of the pipeline put the pristine pictures, for all detectors alike. ",
        "The differences are seed by seed, with 95% intervals (Student’s t) over seeds; a run’s own interval is over the people it was tested on. What one seed shows may be chance, and so may one interval in twenty: there are many sources, manipulations and scores to choose from."
      ],
      table: () => runsTable(layout(), measure(), where(), data)
    };
  };
  const update = (): void => {
    for (const {name, element: control} of controls) {
      const curves = values.show === "curves";
      control.hidden = curves ? ["source", "kind", "jpeg", "y"].includes(name) : name === "curve";
    }
    chart.redraw();
    showCard(held() ?? first());
    frameOf.update(picture());
  };
  const change =
    <K extends keyof typeof values>(name: K) =>
    (value: (typeof values)[K]): void => {
      set(name, value);
      if (name === "part") kindField.input.querySelector("option")!.textContent = usualName();
      update();
    };
  const usualName = (): string => (hasUnseen(part()) ? kindName("usual") : kindName("all"));
  // a rate at few false alarms is recorded only where there are pictures enough for it
  const rates = data.runs.some(({scores}) => scores.some((score) => score[7] !== null));
  const offered = coreMeasures.filter(({key}) => key !== "tdr" || rates);
  const found = sourcesOf(data);
  const sources = (found.length > 0 ? found : ["samples"]).map((name) => [name, shortSources[name] ?? name] as const);
  const jpegs = [["as-is", "as they are"], ["40", "JPEG 40"]] as const; // prettier-ignore
  const shows = [["score", "scores"], ["curves", "training curves"]] as const; // prettier-ignore
  const kindField = selectField<string>("Manipulation", [["usual", usualName()], ...kinds.slice(1).map((kind) => [kind, kindName(kind)] as const)], values.kind, change("kind")); // prettier-ignore
  const controls: Control[] = [
    {name: "part", element: selectField<string>("Part", coreParts.map((name) => [name, partNames[name]] as const), values.part, change("part")).element}, // prettier-ignore
    {name: "show", element: selectField("Show", shows, values.show, change("show")).element},
    {name: "source", element: selectField<string>("Tested on", sources, values.source, change("source")).element},
    {name: "kind", element: kindField.element},
    {name: "jpeg", element: selectField("Pictures", jpegs, values.jpeg, change("jpeg")).element},
    {name: "y", element: selectField<string>("Score", offered.map(({key, name}) => [key, name] as const), values.y, change("y")).element}, // prettier-ignore
    {name: "curve", element: selectField<string>("Curve", coreCurveKinds.map(({key, name}) => [key, name] as const), values.curve, change("curve")).element} // prettier-ignore
  ];
  const frameOf = frame({id: "core-study", className: "study-explorer", source: coreSource(data, paper), parameters, controls}, picture()); // prettier-ignore
  update();
  return frameOf.element;
}

const notes: Readonly<Record<string, string>> = {
  losses: "All with random erasing (RE) and all four manipulations; the rate multiplies the penalty.",
  augmentations:
    "Each with the penalty at rate 1 and without; tested without augmentation. With None both views are one picture, so the penalty is nothing from the first step on, and both trainings are the same.",
  "left-out": "Trained on three manipulations and asked for the fourth, with the penalty at rate 1 and without.",
  controls: "“Different pictures” pairs views of two pictures of any class, as a known reimplementation does; “no cross-entropy” has nothing but the penalty. One seed each, beside those of the first part.", // prettier-ignore
  photographs: "Trained on photographs of two sets instead of sampled people; one seed each.",
  final: "Windows of 96 and more channels, for longer."
};

function readingWords(
  {points}: PartLayout,
  {show, curve, y}: {readonly show: "score" | "curves"; readonly curve: string; readonly y: string},
  byPeople: boolean,
  tested: Tested
): string {
  const several = points.some(({point}) => point.runs.length > 1);
  const single = points.some(({point}) => point.runs.length === 1);
  if (!several && !single) return "";
  if (show === "curves") {
    const cut = fallsFirst(curve) ? " The fall of the first tenth of the training is cut off." : "";
    return `${several ? "Thick lines are means over seeds, thin ones the seeds." : "Each line is one run."}${cut}`;
  }
  const shares = y === "accuracy" ? points.flatMap(({point}) => point.runs.flatMap((run) => majorityShare(point, run, tested) ?? [])) : []; // prettier-ignore
  return [
    ...(shares.length > 0 ? [`To call every picture what most of them are is right in ${Math.max(...shares).toFixed(3)}.`] : []), // prettier-ignore
    ...(several ? ["Full marks are means over seeds, with 95% intervals; the rings beside them the seeds."] : []),
    ...(byPeople
      ? [
          "Thin lines, where there is room for them, are a run’s own interval, by a bootstrap over the people it was tested on."
        ]
      : []),
    ...(single ? ["A hollow mark is one seed alone."] : []),
    "The upright axis does not begin at zero."
  ].join(" ");
}
