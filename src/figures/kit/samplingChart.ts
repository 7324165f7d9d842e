// Batches over their losses: bars of all of them, filled as far as they are drawn; below, a line for each batch, drawn ones
// longer; across, the weight that a loss gives. Means of all and of those drawn are marked.
import {gridValues, textWidth} from "./axis.js";
import {formatCount, formatPercent, html, svg} from "./dom.js";
import {plane} from "./plane.js";
import {withPoints} from "./points.js";
import type {PointedAt} from "./points.js";
import {binned} from "./samplingDraw.js";
import type {Sampled} from "./samplingDraw.js";

const stripHeight = 40;

/** The drawing for a width. */
export function samplingChart(
  {batches, mean, drawnMean, drawnCount}: Sampled,
  width: number,
  ariaLabel: string
): PointedAt {
  const height = 340;
  const bins = binned(batches, width < 500 ? 18 : 32);
  const most = Math.max(...bins.map(({count}) => count));
  const heaviest = Math.max(...batches.map(({weight}) => weight));
  const [low, high] = [bins[0].from, bins[bins.length - 1].to];
  const right = 58;
  const drawn = plane(
    {
      label: width < 500 ? "loss of a batch, nats a token" : "mean loss of a batch after the first round, nats a token",
      low,
      high,
      format: (value) => String(value)
    },
    {
      label: "batches",
      low: 0,
      high: most,
      ticks: gridValues(most, 4).map((value) => ({value, text: formatCount(value)}))
    },
    {width, height: height - stripHeight, right}
  );
  const {x, edge, base, top} = drawn;
  const zero = drawn.y(0);
  const bar = (from: number, to: number, count: number): string =>
    count === 0 ? "" : `M${x(from) + 0.5},${zero}V${drawn.y(count)}H${Math.max(x(from) + 1, x(to) - 0.5)}V${zero}z`;
  const weightTop = Math.max(1.5, heaviest) * 1.05;
  const weightY = (weight: number): number => zero - (weight / weightTop) * (zero - top);
  // weights are shares of a part, so each part has its own curve
  const curves = [...new Set(batches.map(({part}) => part))].map((part) => {
    const own = batches.filter((batch) => batch.part === part).sort((a, b) => a.loss - b.loss);
    return `M${own.map(({loss, weight}) => `${x(loss)},${round(weightY(weight))}`).join("L")}`;
  });
  const strip = height - stripHeight + 8;
  const ticks = (some: boolean): string =>
    batches
      .filter((batch) => batch.drawn === some)
      .map(({loss}) => (some ? `M${x(loss)},${strip}v24` : `M${x(loss)},${strip + 15}v9`))
      .join("");
  const names = [
    {text: `all ${mean.toFixed(3)}`, at: x(mean), class: "mean-all"},
    ...(drawnCount > 0 ? [{text: `drawn ${drawnMean.toFixed(3)}`, at: x(drawnMean), class: "mean-drawn"}] : [])
  ];
  const drawing = svg(
    "svg",
    {
      class: "lines sampling-chart",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": ariaLabel
    },
    ...drawn.parts,
    svg("path", {class: "bin", d: bins.map(({from, to, count}) => bar(from, to, count)).join("")}),
    svg("path", {class: "bin-drawn", d: bins.map(({from, to, drawn: some}) => bar(from, to, some)).join("")}),
    svg("path", {class: "weight", d: curves.join("")}),
    ...gridValues(weightTop, 3).map((value) =>
      svg("text", {class: "weight-name", x: edge + 6, y: weightY(value) + 4}, `× ${value}`)
    ),
    svg(
      "text",
      {class: "weight-name axis", x: width, y: 13, "text-anchor": "end"},
      width < 420 ? "weight" : "weight, times the average"
    ),
    ...names.flatMap(({text, at, class: kind}, i) => [
      svg("path", {class: `mean ${kind}`, d: `M${at},${zero}V${top - 4}`}),
      svg(
        "text",
        {
          class: `mean-name ${kind}`,
          x:
            names.length > 1 && (i === 0) === names[0].at <= names[names.length - 1].at
              ? Math.max(textWidth(text), at - 5)
              : at + 5,
          y: top + 4 + (names.length > 1 ? 0 : 0),
          "text-anchor": names.length > 1 && (i === 0) === names[0].at <= names[names.length - 1].at ? "end" : "start",
          "paint-order": "stroke"
        },
        text
      )
    ]),
    svg("path", {class: "tick", d: ticks(false)}),
    svg("path", {class: "tick-drawn", d: ticks(true)}),
    svg("path", {class: "grid", d: `M${drawn.left},${base}H${edge}`})
  );
  const words = bins.map(({from, to, count, drawn: some, weight}) => [
    `loss ${from.toFixed(3)} to ${to.toFixed(3)}`,
    `${some} of ${count} batches drawn${count > 0 ? ` (${formatPercent(some / count)})` : ""}`,
    ...(count > 0 ? [`${weight.toFixed(2)} times the average weight`] : [])
  ]);
  const points = bins.map(({from, to, count}, i) =>
    count === 0 ? undefined : {x: (x(from) + x(to)) / 2, y: drawn.y(count), label: words[i].join(", ")}
  );
  return withPoints(drawing, [points], {
    name: ariaLabel,
    width,
    height,
    readout: (_, column) => {
      const [name, ...rest] = words[column];
      return [html("strong", {}, name), ...rest.map((text) => html("span", {}, text))];
    }
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;
