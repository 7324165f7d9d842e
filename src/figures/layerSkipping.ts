// What a network loses with one, two or three of its layers: figures 5 and 12 of PanGu-π Pro (Tang et al. 2024), asked of joey.
import type {LayerSkipping} from "../traces/layerSkipping.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {layerTower} from "./kit/layerTower.js";
import {notRecorded} from "./kit/nothingRecorded.js";
import {liveChart} from "./kit/responsive.js";
import {seriesChart} from "./kit/seriesChart.js";
import type {ChartSeries} from "./kit/seriesChart.js";
import {
  blockWords,
  claimWords,
  costOf,
  findingOf,
  layersWords,
  skippingDomains,
  whatRemains
} from "./kit/skippingWords.js";
import type {Block} from "./kit/skippingWords.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";

export interface LayerSkippingOptions {
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of the chart; default as wide as there is room */
  readonly width?: number;
}

/** most layers that are left out in a row */
const MOST = 3;
/** the axis ends where a block costs so many times what the middle one does, unless the reader wants it whole */
const CUT = 6;

/** What an address may set. */
export function layerSkippingParameters(data: LayerSkipping | null) {
  const layers = data?.layers ?? 12;
  const domains = data ? skippingDomains(data) : [];
  return {
    texts: about("held-out text, or the mean over all kinds", choice<string>("mean", ["mean", ...domains])),
    count: about("layers left out in a row", wholeNumber(1, 1, MOST)),
    first: about("first layer that is left out, 0 for none", wholeNumber(4, 0, layers)),
    axis: about("whether the axis is cut off above most blocks", choice("cut", ["cut", "whole"]))
  };
}

const command = "npx tsx studies/tinyLm/skipping.ts";

/** The figure; null where nothing has been measured. */
export function layerSkipping(data: LayerSkipping | null, {address, width}: LayerSkippingOptions = {}): HTMLElement {
  const parameters = bindParameters("layer-skipping", layerSkippingParameters(data), address);
  const {values, set} = parameters;
  if (!data) {
    const how = "Not recorded yet";
    return frame({id: "layer-skipping", source: {how, more: [["Make it", command]]}, parameters}, notRecorded("No layer of joey has been left out yet", command)).element; // prettier-ignore
  }
  const {layers} = data;
  const first = (): number => Math.min(values.first, layers - values.count + 1);
  const update = (): void => view.update(picture());
  const choose = (layer: number, count = values.count): void => {
    set("count", count);
    set("first", layer);
    counts.set(String(count));
    chart.redraw();
    update();
  };
  const chart = liveChart((wide) => {
    const series = seriesOf(data, values.texts, {first: first(), count: values.count});
    const whole = costOf(data, values.texts, undefined);
    const costs = series.flatMap(({points}) => points.map(({y}) => y)).sort((a, b) => a - b);
    const highest = whole + CUT * (costs[costs.length >> 1] - whole);
    const top = values.axis === "cut" ? Math.min(costs[costs.length - 1], highest) : costs[costs.length - 1];
    const low = Math.min(whole, costs[0]);
    const room = 0.05 * (top - low);
    return seriesChart(
      series,
      {
        xAxis: {label: "layers left out (middle of the block)", low: 1, high: layers, ticks: ticksOf(layers)},
        yLabel: `bits per byte of held-out ${values.texts === "mean" ? "text" : values.texts}; lower is better`,
        formatY: (value) => value.toFixed(2),
        range: [low - room, top + room],
        narrow: {x: "block left out (its middle)", y: "bits per byte; lower is better"},
        rule: {value: whole, text: "whole"},
        ariaLabel: `Bits per byte by which layers are left out. ${findingOf(data, values.texts)}`,
        height: 360,
        chosen: ({words: [name]}) => {
          const [from = 0, to = from] = (name.match(/\d+/g) ?? []).map(Number);
          choose(from, to - from + 1);
        }
      },
      wide
    );
  }, {width, most: 820}); // prettier-ignore
  const tower = layerTower(layers, choose);
  const said = html("p", {class: "tower-says", role: "status"});
  const table = html("div", {class: "tower-scores"});
  const element = html(
    "div",
    {class: "skipping"},
    chart.element,
    html("div", {class: "tower-side"}, tower.element, html("div", {}, said, table))
  );
  const picture = (): Picture => {
    const block = first() === 0 ? undefined : {first: first(), count: values.count};
    tower.show({
      block,
      costs: Array.from({length: layers}, (_, i) => {
        const from = Math.min(i + 1, layers - values.count + 1);
        return costOf(data, values.texts, {first: from, count: values.count}) - costOf(data, values.texts, undefined);
      })
    });
    said.textContent = blockWords(data, values.texts, block);
    table.replaceChildren(whatRemains(data, block));
    return {
      element,
      title: findingOf(data, values.texts),
      caption: [
        "joey without one, two or three layers in a row, and without any training after that: what is left runs on as it is. A click on a layer of the tower takes it out, with those above it where more than one is taken; a second click puts it back. ",
        values.axis === "cut" ? "What lies above the frame is written at its edge. " : "",
        `${claimWords(data)} All this is of one network, and says nothing of others.`
      ],
      table: () => tableOf(data)
    };
  };
  const texts = ["mean", ...skippingDomains(data)].map((name) => [name, name === "mean" ? "all kinds, mean" : name] as const); // prettier-ignore
  const numbers = Array.from({length: MOST}, (_, i) => [String(i + 1), `${i + 1} layer${i > 0 ? "s" : ""}`] as const);
  const counts = selectField("Take out", numbers, String(values.count), (count) => choose(values.first, Number(count)));
  const controls = [
    {name: "texts", element: selectField("Text", texts, values.texts, (texts_) => { set("texts", texts_); chart.redraw(); update(); }).element}, // prettier-ignore
    {name: "count", element: counts.element},
    {name: "axis", element: selectField("Axis", [["cut", "most blocks"], ["whole", "all of them"]], values.axis, (axis) => { set("axis", axis); chart.redraw(); update(); }).element} // prettier-ignore
  ];
  const source = {
    how: `joey without some of its layers, scored on held-out text`,
    models: [{name: "joey", sha256: data.inputs.parent}],
    texts: "64,000 bytes of each of four kinds",
    provenance: data.provenance
  };
  const view = frame({id: "layer-skipping", className: "layer-skipping", source, parameters, controls}, picture());
  return view.element;
}

const ticksOf = (layers: number): {value: number; text: string}[] =>
  Array.from({length: layers}, (_, i) => ({value: i + 1, text: String(i + 1)}));

function seriesOf(data: LayerSkipping, texts: string, chosen: Block): ChartSeries[] {
  const markers = ["disc", "square", "diamond"] as const;
  const whole = costOf(data, texts, undefined);
  return Array.from({length: MOST}, (_, k): ChartSeries => {
    const count = k + 1;
    const blocks = data.skipped.filter((block) => block.count === count).sort((a, b) => a.first - b.first);
    return {
      name: count === 1 ? "1 layer" : `${count} layers`,
      series: k,
      marker: markers[k],
      points: blocks.map(({first}) => {
        const block = {first: first + 1, count};
        const value = costOf(data, texts, block);
        return {
          x: first + 1 + k / 2,
          y: value,
          ringed: chosen.first === first + 1 && chosen.count === count,
          words: [`without ${layersWords(block)}`, `${value.toFixed(3)} bits per byte`, `${(value - whole).toFixed(3)} more than the whole network`] // prettier-ignore
        };
      })
    };
  });
}

function tableOf(data: LayerSkipping) {
  const domains = skippingDomains(data);
  const row = (name: string, block: Block | undefined, by: Readonly<Record<string, number>>): (string | number)[] => [
    name,
    Number(costOf(data, "mean", block).toFixed(4)),
    ...domains.map((domain) => by[domain])
  ];
  return {
    caption: "Bits per byte of held-out text without some layers",
    head: ["left out", "mean", ...domains],
    body: [
      row("none", undefined, data.whole),
      ...data.skipped.map(({first, count, bitsPerByte}) =>
        row(layersWords({first: first + 1, count}), {first: first + 1, count}, bitsPerByte)
      )
    ]
  };
}
