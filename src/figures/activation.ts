// Where trained detectors see the evidence, beside what was really changed: class activation maps (Zhou et al. 2016) of faces
// that the appearance model made up, and how well they point at four manipulations.
import {dequantize} from "../traces/quantized.js";
import {unpack} from "../traces/packed.js";
import {activationTile} from "./kit/activationTile.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {faceName, kindName, lossName} from "./kit/detectionWords.js";
import {detectionSource} from "./kit/detectionSource.js";
import {html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {notRecorded} from "./kit/nothingRecorded.js";
import {liveChart} from "./kit/responsive.js";
import {seriesChart, type ChartSeries} from "./kit/seriesChart.js";
import {about, choice} from "./kit/urlState.js";
import type {ActivationData, ActivationMap} from "./sphereData.js";

export interface ActivationOptions {
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of the chart; default as wide as there is room */
  readonly width?: number;
}

/** What an address may set. */
export function activationParameters(data: ActivationData | null) {
  const runs = data?.runs.map(({name}) => name) ?? ["none"];
  const kinds = [...new Set(data?.maps.map(({kind}) => kind))];
  const cosine = runs.find((name) => name.startsWith("cosine")) ?? runs[0];
  return {
    run: about("run whose maps are shown", choice<string>(cosine, runs)),
    beside: about("run that it is compared with", choice<string>("none", ["none", ...runs.filter((name) => name !== "none")])), // prettier-ignore
    kind: about("which faces are shown", choice<string>("manipulated", ["manipulated", ...kinds]))
  };
}

const command = "npm run record -- core";

/** The figure; null where nothing has been recorded. */
export function activation(data: ActivationData | null, {address, width}: ActivationOptions = {}): HTMLElement {
  const parameters = bindParameters("activation", activationParameters(data), address);
  const {values, set} = parameters;
  if (!data || data.runs.length === 0) {
    const source = {how: "Not recorded yet", more: [["Make it", command] as const]};
    return frame({id: "activation", source, parameters}, notRecorded("No maps of trained detectors have been recorded yet", command)).element; // prettier-ignore
  }
  const name = (run: string): string => lossName(data.runs.find((one) => one.name === run) ?? data.runs[0]);
  const tiles = html("div", {class: "activation-tiles"});
  const words = html("p", {class: "activation-words", role: "status"});
  const compared = (): string[] => {
    const other = data.runs.some((run) => run.name === values.beside) ? [values.beside] : [];
    return [...new Set([values.run, ...other])];
  };
  const chart = liveChart((wide) => seriesChart(seriesOf(data, compared(), name), chartOptions(data), wide), {
    width,
    most: 820
  });
  const draw = (): void => {
    tiles.replaceChildren(...tilesOf(data, values.run, values.kind, name(values.run)));
    words.textContent = compared().map((run) => gainWords(data, run, name(run))).join(" "); // prettier-ignore
  };
  const element = html(
    "div",
    {class: "activation-figure"},
    html(
      "p",
      {class: "sphere-key"},
      html("span", {class: "key manipulated"}, html("i", {"aria-hidden": "true"}, "■"), " speaks for manipulated"),
      html("span", {class: "key pristine"}, html("i", {"aria-hidden": "true"}, "○"), " speaks for real"),
      html("span", {}, "The line goes around what was really changed. The size of a sign tells how much.")
    ),
    tiles,
    html("p", {class: "activation-heading"}, "Inside the mask less outside, mean over people with 95% intervals"),
    chart.element,
    words
  );
  const picture = (): Picture => ({
    element,
    title: findingOf(data, values.run, name(values.run)),
    caption: [captionOf(data)],
    table: () => tableOf(data, name)
  });
  const update = (): void => {
    draw();
    chart.redraw();
    view.update(picture());
  };
  const runs = data.runs.map((run) => [run.name, lossName(run)] as const);
  const kinds = ["manipulated", ...new Set(data.maps.map(({kind}) => kind))];
  const controls = [
    {name: "run", element: selectField("Maps of", runs, values.run, (run) => { set("run", run); update(); }).element}, // prettier-ignore
    ...(runs.length > 1
      ? [{name: "beside", element: selectField("Compared with", runs, values.beside, (run) => { set("beside", run); update(); }).element}] // prettier-ignore
      : []),
    {name: "kind", element: selectField("Faces", kinds.map((kind) => [kind, kind === "manipulated" ? "all manipulated" : kindName(kind)] as const), values.kind, (kind) => { set("kind", kind); update(); }).element} // prettier-ignore
  ];
  draw();
  const source = detectionSource(data.source, data.runs);
  const view = frame({id: "activation", className: "activation-study", source, parameters, controls}, picture());
  return view.element;
}

const pointingScore = ({inside = 0, outside = 0}: ActivationMap): number => inside - outside;

/** Maps of a run, those that point best first. */
function tilesOf(data: ActivationData, run: string, kind: string, runName: string): HTMLElement[] {
  const own = data.maps.filter((map) => map.run === run);
  const most = own.flatMap(({activation: {low, high}}) => [Math.abs(low), Math.abs(high)]).reduce((a, b) => Math.max(a, b), 0); // prettier-ignore
  const shown = own
    .filter((map) => (kind === "manipulated" ? map.kind !== "pristine" : map.kind === kind))
    .sort((a, b) => pointingScore(b) - pointingScore(a));
  return shown.map((map) => {
    const mask = data.masks.find((one) => one.person === map.person && one.kind === map.kind);
    const said =
      map.inside === undefined
        ? `score ${signed(map.score)}`
        : `${signed(pointingScore(map))}${map.hit ? ", highest inside" : ""}`;
    const label = `${runName}, ${faceName(map)}: ${map.inside === undefined ? said : `inside the mask ${signed(map.inside)}, outside ${signed(map.outside ?? 0)}`}`;
    return html(
      "div",
      {class: "activation-tile"},
      activationTile({
        activation: dequantize(map.activation),
        size: map.size,
        most,
        ...(mask ? {mask: unpack(mask.mask), maskSize: mask.size} : {}),
        label
      }),
      html("p", {}, html("strong", {}, said), html("span", {}, faceName(map)))
    );
  });
}

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;

/** Of each run two series: under the masks in manipulated pictures, and under the same masks in pristine ones. */
function seriesOf({pointing}: ActivationData, runs: readonly string[], name: (run: string) => string): ChartSeries[] {
  const markers = ["disc", "square"] as const;
  return runs.flatMap((run, r) => {
    const of = pointing.filter((line) => line.run === run);
    return (["score", "control"] as const).map((which, w): ChartSeries => ({
      name: which === "score" ? name(run) : "on pristine",
      series: r,
      marker: markers[r],
      joined: false,
      open: which === "control",
      points: of.map(({[which]: {mean, low, high}, kind, pictures}, k) => ({
        x: k + (2 * r + w - (2 * runs.length - 1) / 2) * 0.14,
        y: mean,
        range: [low, high],
        words: [
          `${name(run)}, ${kindName(kind)}`,
          which === "score" ? "under the mask, manipulated" : "under the same mask, pristine",
          `${signed(mean)} (${signed(low)} to ${signed(high)}), ${pictures} people`
        ]
      }))
    }));
  });
}

function chartOptions({pointing}: ActivationData) {
  const kinds = [...new Set(pointing.map(({kind}) => kind))];
  return {
    xAxis: {
      label: "manipulation; open signs: the same masks on pristine pictures",
      low: -0.4,
      high: kinds.length - 0.6,
      ticks: kinds.map((kind, k) => ({value: k, text: kind}))
    },
    yLabel: "activation inside the mask less outside, in logits",
    formatY: (value: number) => value.toFixed(1),
    rule: {value: 0, text: "no difference"},
    narrow: {x: "open: same masks, pristine", y: "inside less outside, logits"},
    ariaLabel: "How well maps point at each manipulation",
    height: 300
  };
}

/** For which manipulations the change itself draws the map to it. */
function gainWords({pointing}: ActivationData, run: string, name: string): string {
  const of = pointing.filter((line) => line.run === run);
  const clear = of.filter(({gain}) => gain.low > 0).map(({kind}) => kindName(kind));
  const against = of.filter(({gain}) => gain.high < 0).map(({kind}) => kindName(kind));
  const drawn =
    clear.length === 0
      ? "no manipulation draws the map to it more than the same place of the pristine face does"
      : `the map is drawn to the change itself where it is: ${clear.join("; ")}`;
  return `With ${name} ${drawn}${against.length > 0 ? `; away from it: ${against.join("; ")}` : ""}.`;
}

function findingOf({pointing}: ActivationData, run: string, name: string): string {
  const of = pointing.filter((line) => line.run === run);
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [hits, covered] = [mean(of.map((line) => line.hits.mean)), mean(of.map((line) => line.covered))];
  return `With ${name} the place of highest activation lies in what was changed in ${(100 * hits).toFixed(0)}% of manipulated faces; the change covers ${(100 * covered).toFixed(0)}% of a picture`;
}

function captionOf({runs, pointing, source}: ActivationData): string {
  const people = Math.max(...pointing.map(({pictures}) => pictures));
  const missing = source.missing.length > 0 ? ` Not trained yet: ${source.missing.join(", ")}.` : "";
  return (
    `Class activation maps of the chosen weights: windows slide over the face by 8 pixels, and each place takes the mean of all maps that saw it. ` +
    `The means are over ${people} people whom the appearance model made up and no run was trained on; six of them are drawn, those first at whose change the map points best. ` +
    `A detector may look at the middle of a face whatever is in it: so the same masks are laid over the pristine pictures, and only what is more than there comes from the change. ` +
    `Windows slide over the whole picture, training's lie around nose and mouth only: what is said of the border was never trained. ` +
    `The cells of a map (16 pixels) are coarse beside the masks (4 pixels), and ${runs.length > 1 ? "the runs have one seed each" : "the run has one seed"}.${missing}`
  );
}

function tableOf({pointing}: ActivationData, name: (run: string) => string) {
  const cells = ({mean, low, high}: {mean: number; low: number; high: number}): number[] => [mean, low, high];
  return {
    caption: "How well maps point at what was changed, by run and manipulation",
    head: ["run", "manipulation", "people", "inside less outside", "low", "high", "pristine", "low", "high", "difference", "low", "high", "highest inside", "low", "high", "covered"], // prettier-ignore
    body: pointing.map(({run, kind, pictures, score, control, gain, hits, covered}) => [
      name(run),
      kindName(kind),
      pictures,
      ...cells(score),
      ...cells(control),
      ...cells(gain),
      ...cells(hits),
      covered
    ])
  };
}
