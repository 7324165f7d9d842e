// How a second round is drawn: the exp(loss) rule of PanGu-π Pro (Tang et al. 2024, section 3.4) on the losses that the
// batches of a real first round have under the network that it ended with.
import type {BatchLosses} from "../traces/batchLosses.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {formatCount, formatPercent, html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {notRecorded} from "./kit/nothingRecorded.js";
import {rangeField} from "./kit/rangeField.js";
import {liveChart} from "./kit/responsive.js";
import {samplingChart} from "./kit/samplingChart.js";
import {sampled} from "./kit/samplingDraw.js";
import type {Sampled} from "./kit/samplingDraw.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";

export interface SamplingDemoOptions {
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of the chart; default as wide as there is room */
  readonly width?: number;
}

/** τ of exp(loss / τ); 1 is the paper's rule */
const TEMPERATURES = ["0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"] as const;
const MOST_DRAWS = 999;

/** What an address may set. */
export function samplingDemoParameters(data: BatchLosses | null) {
  return {
    part: about("part of the data, 0 for all of them", wholeNumber(0, 0, data ? data.parts.length - 1 : 8)),
    rate: about("share of each part’s batches that is drawn, r, in per cent", wholeNumber(50, 0, 100)),
    by: about("drawn by loss, or by chance", choice("loss", ["loss", "chance"])),
    temperature: about("temperature τ of exp(loss / τ); the paper’s rule has 1", choice("1", TEMPERATURES)),
    draw: about("which draw", wholeNumber(1, 1, MOST_DRAWS))
  };
}

const command = "npm run train -- study tiny-lm --only rounds";

/** The figure; null where no losses have been recorded. */
export function samplingDemo(data: BatchLosses | null, {address, width}: SamplingDemoOptions = {}): HTMLElement {
  const parameters = bindParameters("sampling-demo", samplingDemoParameters(data), address);
  const {values, set} = parameters;
  if (!data) {
    const source = {how: "Not recorded yet", more: [["Make it", command]] as const};
    return frame({id: "sampling-demo", source, parameters}, notRecorded("No losses of batches have been recorded yet", command)).element; // prettier-ignore
  }
  const draw = (): Sampled =>
    sampled(data, {
      part: values.part,
      rate: values.rate / 100,
      temperature: Number(values.temperature),
      uniform: values.by === "chance",
      seed: values.draw
    });
  let shown = draw();
  const chart = liveChart((wide) => samplingChart(shown, wide, `Batches by loss. ${finding(shown, values.by)}`), {width, most: 980}); // prettier-ignore
  const facts = html("dl", {class: "sampling-facts"});
  const picture = (): Picture => {
    facts.replaceChildren(...factsOf(shown, Number(values.temperature), values.by).map(([name, text]) => html("div", {}, html("dt", {}, name), html("dd", {}, text)))); // prettier-ignore
    return {
      element: html("div", {class: "sampling"}, chart.element, facts),
      title: finding(shown, values.by),
      caption: [
        `Open bars are all batches, filled ones those that this draw takes; below, a line for each batch, a long one where it is drawn. The curve is the weight that the rule gives to a loss. Each of the ${data.parts.length - 1} parts of the data is drawn from by itself, without putting back. `,
        `Losses are those of all batches of ${formatCount(data.tokensPerBatch)} tokens that one first round (seed ${data.seed}) read, under the network that it ended with. `,
        "A loss that is 0.05 higher makes a weight 5% larger: the rule is mild unless batches differ more than that. Temperature is no part of the paper’s rule; below 1 it sharpens the weights."
      ],
      table: () => ({
        caption: "Batches of the first round",
        head: ["batch", "part", "loss (nats a token)", "weight (times the average)", "drawn"],
        body: shown.batches.map(({index, part, loss, weight, drawn}) => [index, part, loss, Number(weight.toFixed(4)), drawn ? "yes" : "no"]) // prettier-ignore
      })
    };
  };
  const update = (): void => {
    shown = draw();
    chart.redraw();
    view.update(picture());
  };
  const change =
    <K extends keyof typeof values>(name: K) =>
    (value: (typeof values)[K]): void => {
      set(name, value);
      update();
    };
  const parts = ["all parts", ...Array.from({length: data.parts.length - 1}, (_, i) => `part ${i + 1}`)].map((name, i) => [String(i), name] as const); // prettier-ignore
  const again = html("button", {type: "button"}, "Draw again");
  again.addEventListener("click", () => change("draw")((values.draw % MOST_DRAWS) + 1));
  const temperatures = TEMPERATURES.map((value) => [value, value === "1" ? "1, the paper’s rule" : value] as const);
  const ways = [["loss", "by exp(loss)"], ["chance", "by chance"]] as const; // prettier-ignore
  const controls = [
    {name: "rate", element: rangeField("Share drawn, r", {min: 0, max: 100, format: (rate) => `${rate}%`}, values.rate, change("rate")).element}, // prettier-ignore
    {name: "by", element: selectField("Drawn", ways, values.by, change("by")).element},
    {name: "temperature", element: selectField("Temperature τ", temperatures, values.temperature, change("temperature")).element}, // prettier-ignore
    {name: "part", element: selectField("Part", parts, String(values.part), (part) => change("part")(Number(part))).element}, // prettier-ignore
    {name: "draw", element: html("span", {class: "field sampling-again"}, again)}
  ];
  const source = {
    how: `Losses of ${formatCount(data.losses.length)} batches under the network of run ${data.hash}, seed ${data.seed}; draws are made in this page`,
    provenance: data.provenance
  };
  const view = frame({id: "sampling-demo", source, parameters, controls}, picture());
  return view.element;
}

const nats = (value: number): string => `${value < 0 ? "−" : ""}${Math.abs(value).toFixed(3)}`;

function finding({batches, mean, drawnMean, drawnCount, deviation}: Sampled, by: "loss" | "chance"): string {
  const of = `of ${formatCount(batches.length)} batches`;
  if (drawnCount === 0) return `None ${of} is drawn`;
  const lift = drawnMean - mean;
  const way = by === "loss" ? "by loss" : "by chance";
  const deviations = deviation > 0 ? `, ${(Math.abs(lift) / deviation).toFixed(2)} standard deviations` : "";
  return `${formatCount(drawnCount)} ${of} drawn ${way}: their mean loss lies ${nats(Math.abs(lift))} nats ${lift < 0 ? "below" : "above"} that of all${deviations}`; // prettier-ignore
}

function factsOf(
  {batches, mean, deviation, drawnMean, drawnCount}: Sampled,
  temperature: number,
  by: "loss" | "chance"
): [string, string][] {
  // prettier-ignore
  const weights = batches.map(({weight}) => weight).sort((a, b) => a - b);
  const times = (value: number): string => `× ${value >= 100 ? formatCount(Math.round(value)) : value.toFixed(2)}`;
  const hard = [...batches].sort((a, b) => b.loss - a.loss).slice(0, Math.ceil(batches.length / 10));
  const easy = [...batches].sort((a, b) => a.loss - b.loss).slice(0, Math.ceil(batches.length / 10));
  const share = (some: typeof hard): string => formatPercent(some.filter(({drawn}) => drawn).length / some.length);
  return [
    ["Mean loss of all", nats(mean)],
    ["of those drawn", drawnCount > 0 ? nats(drawnMean) : "–"],
    ["Standard deviation", nats(deviation)],
    ["Weight of one deviation more", by === "chance" ? times(1) : times(Math.exp(deviation / temperature))],
    ["Lightest and heaviest batch", `${times(weights[0])} and ${times(weights[weights.length - 1])}`],
    ["Drawn of the hardest tenth", share(hard)],
    ["of the easiest tenth", share(easy)]
  ];
}
