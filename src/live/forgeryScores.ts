// What two detectors say of a face before and after it was forged: in a sentence, and on one axis.
import {svg} from "../figures/kit/dom.js";
import {familyNames, type Family} from "../images/manipulate/index.js";
import {meansWithin, type MeansWithin} from "../images/meansWithin.js";
import {detectorNames} from "./faceManifest.js";
import type {ForgeAnswer} from "./faceMessages.js";
import type {Activation} from "./faceWork.js";

type Readings = ForgeAnswer["readings"];

/** From which score on each detector calls a picture manipulated; 0 where nothing is said. */
export type Thresholds = Readonly<Record<string, number>>;

export type Doing = "notices" | "does not" | "calls the face manipulated as it was drawn, too";

/** What a detector does: one that called the face manipulated as it was drawn has noticed nothing. */
export const doesOf = ({pristine, forged}: Pick<Readings[string], "pristine" | "forged">, threshold = 0): Doing =>
  pristine >= threshold
    ? "calls the face manipulated as it was drawn, too"
    : forged >= threshold
      ? "notices"
      : "does not";

/** "A face swap that changes 7.0 grey levels on average: both detectors notice" */
export function noticeTitle(
  family: Family,
  {readings, change}: Pick<ForgeAnswer, "readings" | "change">,
  thresholds: Thresholds = {}
): string {
  const what = `A ${familyNames[family]} that changes ${change.toFixed(1)} grey levels on average`;
  const does = Object.entries(readings).map(
    ([name, reading]) => [detectorNames[name] ?? name, doesOf(reading, thresholds[name])] as const
  );
  const all = new Set(does.map(([, doing]) => doing));
  if (all.size === 1) {
    const [only] = all;
    if (only === "notices") return `${what}: both detectors notice`;
    if (only === "does not") return `${what}: neither detector notices`;
    return `${what}: both detectors call the face manipulated as it was drawn, too`;
  }
  // the one that notices first
  const [[first, doing], [second, other]] = [...does].sort(
    ([, a], [, b]) => Number(b === "notices") - Number(a === "notices")
  );
  const alarmed = other.startsWith("calls");
  if (doing === "notices" && !alarmed) return `${what}: only the detector ${first} notices`;
  return `${what}: the detector ${first} ${doing === "does not" ? "does not notice" : doing}, the one ${second} ${other === "does not" ? "does not notice" : other}`;
}

/**
 * Means of an activation map, weighted by how much of each place is new, and by how much is not; NaN where nothing is.
 * Only what the map covers counts.
 */
export function insideAndOutside(
  {places, start, step, values}: Activation,
  {width, data}: ForgeAnswer["mask"]
): MeansWithin {
  const isNew = Float64Array.from(values, (_, i) => {
    const [left, top] = [start + (i % places) * step, start + Math.floor(i / places) * step];
    let share = 0;
    for (let y = top; y < top + step; y++) for (let x = left; x < left + step; x++) share += data[y * width + x];
    return share / step ** 2;
  });
  return meansWithin(values, isNew);
}

/** Both detectors' scores, before and after, on one axis. @param width CSS pixels */
export function scorePicture(
  {readings}: Pick<ForgeAnswer, "readings">,
  width: number,
  thresholds: Thresholds = {}
): SVGSVGElement {
  // on a phone names stand above their lines
  const narrow = width < 460;
  const [row, left, top] = narrow ? [58, 16, 18] : [44, 160, 0];
  const names = Object.keys(readings);
  const limits = names.map((name) => thresholds[name] ?? 0);
  const all = [...Object.values(readings).flatMap(({pristine, forged}) => [pristine, forged]), ...limits];
  const most = Math.max(4, ...all.map(Math.abs));
  const x = (score: number): number => left + ((width - left - 16) * (score + most)) / (2 * most);
  const height = names.length * row + 26;
  const words = names.map((name) => `${detectorNames[name] ?? name}: ${readings[name].pristine.toFixed(1)} before, ${readings[name].forged.toFixed(1)} after${thresholds[name] ? `, threshold ${thresholds[name].toFixed(1)}` : ""}`); // prettier-ignore
  return svg(
    "svg",
    {
      class: "lines scores",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": `Scores. ${words.join("; ")}`
    },
    svg("path", {class: "rule", d: `M${x(0)},4V${height - 22}`}),
    svg("text", {x: x(0) - 8, y: height - 6, "text-anchor": "end"}, "← real"),
    svg("text", {x: x(0) + 8, y: height - 6}, "manipulated →"),
    ...names.flatMap((name, i) => {
      const y = 4 + row * (i + 0.5) + top / 2;
      const {pristine, forged} = readings[name];
      const place = narrow ? {x: 0, y: y - 22, "text-anchor": "start"} : {x: left - 12, y: y + 4, "text-anchor": "end"};
      return [
        svg("text", {class: "name", ...place, "paint-order": "stroke"}, detectorNames[name] ?? name),
        ...(limits[i] === 0 ? [] : [svg("path", {class: "rule threshold", d: `M${x(limits[i])},${y - 16}v32`})]),
        svg("path", {class: "join", d: `M${x(pristine)},${y}H${x(forged)}`}),
        svg("circle", {class: "before", cx: x(pristine), cy: y, r: 6}),
        svg("circle", {
          class: doesOf(readings[name], limits[i]) === "notices" ? "after noticed" : "after",
          cx: x(forged),
          cy: y,
          r: 7
        }),
        svg("text", {x: x(forged), y: y - 12, "text-anchor": "middle"}, forged.toFixed(1).replace("-", "−"))
      ];
    })
  );
}
