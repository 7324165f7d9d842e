// Two views of each face as points on a sphere, over the training of detectors with different penalties, as recorded: CORE (Ni
// et al. 2022) asks that both views of a face lie in one direction.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {detectionSource} from "./kit/detectionSource.js";
import {faceName, kindName, lossName} from "./kit/detectionWords.js";
import {html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {notRecorded} from "./kit/nothingRecorded.js";
import {pairCard} from "./kit/pairCard.js";
import {player} from "./kit/player.js";
import {rangeField} from "./kit/rangeField.js";
import {shareOf, sphereCharts} from "./kit/sphereCharts.js";
import {openRuns, stepStatistics, type OpenRun} from "./kit/sphereStatistics.js";
import {sphereView, type SpherePair} from "./kit/sphereView.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";
import type {SphereData} from "./sphereData.js";

export interface SphereOptions {
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
}

/** What an address may set. */
export function sphereParameters(data: SphereData | null) {
  const kinds = [...new Set(data?.faces.map(({kind}) => kind))];
  const rates = data?.runs.flatMap(({consistency, rate}) => (consistency === "cosine" ? [String(rate)] : [])) ?? [];
  const people = new Set(data?.faces.map(({person}) => person)).size || 1;
  const last = (data?.runs[0].steps.length ?? 1) - 1;
  return {
    step: about("kept step of training, from 0", wholeNumber(last, 0, last)),
    rate: about("rate of the cosine penalty", choice<string>(rates[0] ?? "1", rates.length > 0 ? rates : ["1"])),
    kind: about("which faces are shown", choice<string>("all", ["all", ...kinds])),
    people: about("how many people are shown", wholeNumber(Math.min(16, people), 1, people)),
    pair: about("face whose views are marked, 0 for none", wholeNumber(0, 0, data?.faces.length ?? 0)),
    turn: about("degrees that the spheres are turned to the right", wholeNumber(25, -180, 180)),
    tilt: about("degrees that the spheres are tilted towards the reader", wholeNumber(15, -90, 90))
  };
}

const command = "npm run record -- core";

/** The figure; null where nothing has been recorded. */
export function sphere(data: SphereData | null, {address}: SphereOptions = {}): HTMLElement {
  const parameters = bindParameters("sphere", sphereParameters(data), address);
  const {values, set} = parameters;
  if (!data) {
    const source = {how: "Not recorded yet", more: [["Make it", command] as const]};
    return frame({id: "sphere", source, parameters}, notRecorded("No detector has been followed over its training yet", command)).element; // prettier-ignore
  }
  const {faces} = data;
  const all = openRuns(data);
  const order = ["none", "l1", "l2", "cosine"] as const;
  const shown = (): OpenRun[] =>
    order.flatMap((consistency) => {
      const found = all.filter(({run}) => run.consistency === consistency);
      const chosen = consistency === "cosine" ? found.find(({run}) => String(run.rate) === values.rate) : found[0];
      return chosen ? [chosen] : [];
    });
  const numbers = [...new Set(faces.map(({person}) => person))];
  let hovered: number | undefined;
  const marked = (): number | undefined => hovered ?? (values.pair > 0 ? values.pair - 1 : undefined);
  const visible = (): number[] => {
    const people = new Set(numbers.slice(0, values.people));
    return faces.flatMap(({person, kind}, i) =>
      i === values.pair - 1 || (people.has(person) && (values.kind === "all" || kind === values.kind)) ? [i] : []
    );
  };

  const views = order.map((_, i) =>
    sphereView(`Sphere ${i + 1}`, {
      pointed: (pair) => {
        if (pair === hovered) return;
        hovered = pair;
        drawSpheres();
      },
      chosen: (pair) => choosePair(pair === undefined || pair === values.pair - 1 ? 0 : pair + 1),
      turned: (turn, tilt) => {
        set("turn", ((Math.round(values.turn + turn) + 540) % 360) - 180);
        set("tilt", Math.max(-90, Math.min(90, Math.round(values.tilt + tilt))));
        drawSpheres();
      }
    })
  );
  const names = order.map(() => html("p", {class: "sphere-name"}));
  const cells = views.map(({element}, i) => html("div", {class: `sphere-cell series-${i}`}, names[i], element));
  const card = html("div", {class: "pair-card"});
  const drawSpheres = (): void => {
    const runs = shown();
    cells.forEach((cell, i) => (cell.hidden = i >= runs.length));
    runs.forEach((open, i) => {
      const of = stepStatistics(open, faces, values.step);
      const pairs = new Map(
        visible().map((face): [number, SpherePair] => [
          face,
          {
            manipulated: faces[face].kind !== "pristine",
            ends: [open.point(values.step, face, 0), open.point(values.step, face, 1)]
          }
        ])
      );
      const words = `mean cosine ${of.cosine.toFixed(2)}, AUC ${of.auc.toFixed(2)}`;
      names[i].replaceChildren(html("strong", {}, lossName(open.run)), html("span", {}, words));
      const label = `${lossName(open.run)}, ${shareOf(open.run.steps, values.step)} of training: ${words}; ${pairs.size} pairs of views`;
      views[i].show({pairs, marked: marked(), turn: values.turn, tilt: values.tilt, label});
    });
    card.replaceChildren(...pairCard(data, runs, marked(), values.step));
  };
  const charts = sphereCharts(shown, faces, () => values.step, (step) => transport.seek(step)); // prettier-ignore
  let ready = false;
  const update = (): void => {
    drawSpheres();
    if (!ready) return;
    charts.redraw();
    view.update(picture());
  };
  const transport = player(
    (step) => {
      set("step", step);
      update();
    },
    {
      frames: data.runs[0].steps.length,
      frame: values.step,
      hold: () => 700,
      describe: (k) => `step ${data.runs[0].steps[k]}, ${shareOf(data.runs[0].steps, k)}`
    }
  );
  const choosePair = (pair: number): void => {
    set("pair", pair);
    pairs.set(String(pair));
    drawSpheres();
  };
  const pairs = selectField(
    "Marked face",
    [["0", "none"], ...faces.map((face, i) => [String(i + 1), faceName(face)] as const)],
    String(values.pair),
    (pair) => choosePair(Number(pair))
  );
  const kinds = ["all", ...new Set(faces.map(({kind}) => kind))];
  const rates = data.runs.flatMap(({consistency, rate}) => (consistency === "cosine" ? [String(rate)] : []));
  const controls = [
    {name: "kind", element: selectField("Faces", kinds.map((kind) => [kind, kind === "all" ? "all" : kindName(kind)] as const), values.kind, (kind) => { set("kind", kind); drawSpheres(); }).element}, // prettier-ignore
    {name: "people", element: rangeField("People", {min: 1, max: numbers.length}, values.people, (people) => { set("people", people); drawSpheres(); }).element}, // prettier-ignore
    ...(rates.length > 1
      ? [{name: "rate", element: selectField("Cosine's rate", rates.map((rate) => [rate, rate] as const), values.rate, (rate) => { set("rate", rate); update(); }).element}] // prettier-ignore
      : []),
    {name: "pair", element: pairs.element}
  ];
  const element = html(
    "div",
    {class: "sphere-figure"},
    html("div", {class: "spheres"}, ...cells),
    html("p", {class: "sphere-key"}, ...keyOf()),
    transport.element,
    card,
    charts.element
  );
  const picture = (): Picture => ({
    element,
    title: findingOf(data, shown(), values.step),
    caption: [captionOf(data, shown())],
    table: () => tableOf(data, all)
  });
  const view = frame({id: "sphere", className: "sphere-study", source: detectionSource(data.source, data.runs), parameters, controls}, picture()); // prettier-ignore
  view.element.addEventListener("keydown", (event) => {
    if (transport.key(event)) event.preventDefault();
  });
  ready = true;
  return view.element;
}

const keyOf = (): (HTMLElement | string)[] => [
  html("span", {class: "key pristine"}, html("i", {"aria-hidden": "true"}, "●"), " pristine"),
  html("span", {class: "key manipulated"}, html("i", {"aria-hidden": "true"}, "◆"), " manipulated"),
  html(
    "span",
    {},
    "An arc joins the two views of one face. Drag a sphere, or focus it and press the arrow keys, to turn all."
  )
];

/** Agreement and margin of the first and the last run shown. */
function findingOf({faces}: SphereData, runs: readonly OpenRun[], step: number): string {
  const said = runs.map((open) => ({name: lossName(open.run), of: stepStatistics(open, faces, step)}));
  const at = shareOf(runs[0].run.steps, step);
  const list = (each: (one: (typeof said)[number]) => string): string => said.map(each).join(", ");
  return `At ${at} of training the two views of a face have cosine ${list(({name, of}) => `${of.cosine.toFixed(2)} (${name})`)}; AUC is ${list(({of}) => of.auc.toFixed(2))}`;
}

function captionOf({faces, augmentation, size, source}: SphereData, runs: readonly OpenRun[]): string {
  const pristine = faces.filter(({kind}) => kind === "pristine").length;
  const shares = runs.map(({run}) => `${Math.round(100 * run.share)}% (${lossName(run)})`).join(", ");
  const missing = source.missing.length > 0 ? ` Not trained yet: ${source.missing.join(", ")}.` : "";
  return (
    `${pristine} pristine and ${faces.length - pristine} manipulated faces of people whom the appearance model made up and no run was trained on, ` +
    `each seen twice through one window of ${size} pixels: two draws of ${augmentation}, the same for all runs. ` +
    `A feature has ${runs[0].run.featureLength} numbers; what is drawn is its direction, projected to the three directions in which the features of that run, over all steps, are largest. ` +
    `Of the squared length that keeps ${shares}; spheres of two runs share no axes, and a distance on one is no distance on another. ` +
    `One seed each, and AUC of ${faces.length} faces is uncertain by some ±${uncertainty(pristine, faces.length - pristine)}: what the study measured on many more stands in its own figure.${missing}`
  );
}

/** 95 % of the AUCs of scores that tell nothing lie so far from 0.5 (Mann and Whitney 1947). */
const uncertainty = (n: number, m: number): string => (1.96 * Math.sqrt((n + m + 1) / (12 * n * m))).toFixed(2);

function tableOf({faces}: SphereData, runs: readonly OpenRun[]) {
  const round = (value: number): number => Number(value.toFixed(4));
  return {
    caption: "Two views of all faces, by run and kept step",
    head: ["run", "step", "mean cosine", "of pristine", "of manipulated", "AUC", "gap of logits", "length of features"],
    body: runs.flatMap((open) =>
      open.run.steps.map((step, k) => {
        const of = stepStatistics(open, faces, k);
        return [lossName(open.run), step, round(of.cosine), round(of.pristineCosine), round(of.manipulatedCosine), round(of.auc), round(of.gap), round(of.norm)]; // prettier-ignore
      })
    )
  };
}
