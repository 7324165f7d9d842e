// A text with a tower of layers over each token, the first layer at the bottom: a full box where the layer already says what
// the whole network will say, an open one where it says something else; the surer, the fuller or the longer its line.
import {svg} from "./dom.js";
import {readingsBy, settledAfter} from "./exitText.js";
import type {ExitReading, ExitText} from "./exitText.js";

export interface MapDrawing {
  readonly element: SVGSVGElement;
  /** Mark a token. */
  mark(token: number): void;
  /** The token at a place of the drawing, in its own units; undefined where there is none. */
  at(x: number, y: number): number | undefined;
  /** the tokens of each line: [first, end) */
  readonly lines: readonly (readonly [number, number])[];
}

const box = 11;
const textRoom = 24;
const lineGap = 14;
const gutter = 30;

/** Pixels that a token takes in the text's font, wide rather than narrow. */
const wordWidth = (text: string): number => Math.max(16, Math.round(shown(text).length * 7.4 + 7));

/** A token's text with its white space made visible. */
export const shown = (text: string): string =>
  text === "" ? "end" : text.replaceAll("\n", "⏎").replace(/^ (?=\S)/, "") || "␣";

export function mapDrawing(
  text: ExitText,
  {by, width, ariaLabel}: {readonly by: ExitReading["by"]; readonly width: number; readonly ariaLabel: string}
): MapDrawing {
  const readings = readingsBy(text, by);
  const rows = readings.length + 1;
  const lineHeight = rows * box + textRoom + lineGap;
  const widths = text.texts.map(wordWidth);
  const places: {readonly x: number; readonly line: number}[] = [];
  const lines: [number, number][] = [];
  let x = gutter;
  widths.forEach((w, i) => {
    if (lines.length === 0 || x + w > width) {
      lines.push([i, i]);
      x = gutter;
    }
    places.push({x, line: lines.length - 1});
    lines[lines.length - 1][1] = i + 1;
    x += w;
  });
  const height = Math.max(1, lines.length) * lineHeight;
  const top = (line: number, row: number): number => line * lineHeight + (rows - 1 - row) * box;
  const rect = (i: number, row: number, inset = 1): string => {
    const {x: left, line} = places[i];
    const w = widths[i] - 2 * inset;
    return `M${left + inset},${top(line, row) + inset}h${w}v${box - 2 * inset}h${-w}z`;
  };
  // four strengths, so that a text of any length is a handful of paths
  const strengths = [0, 1, 2, 3];
  const strength = (confidence: number): number => Math.min(3, Math.floor(confidence * 4));
  const right = strengths.map((): string[] => []);
  const wrong: string[] = [];
  const doubts: string[] = [];
  readings.forEach(({choice, confidence}, row) => {
    text.tokens.forEach((token, i) => {
      if (choice[i] === token) return right[strength(confidence[i])].push(rect(i, row));
      const {x: left, line} = places[i];
      wrong.push(rect(i, row, 1.5));
      doubts.push(`M${left + 3},${top(line, row) + box / 2}h${((widths[i] - 6) * confidence[i]).toFixed(1)}`);
    });
  });
  const last = text.tokens.map((_, i) => rect(i, rows - 1));
  const rowOf = new Map(readings.map(({layer}, row) => [layer, row]));
  const stairs = settledAfter(text, by).map((layer, i) => {
    const {x: left, line} = places[i];
    return `M${left},${top(line, rowOf.get(layer) ?? rows - 1) + box}h${widths[i]}`;
  });
  const marked = svg("path", {class: "marked-token"});
  const names = [...readings.map(({layer}) => layer), text.layers];
  const element = svg(
    "svg",
    {class: "exit-map", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": ariaLabel},
    ...lines.flatMap((_, line) =>
      names.flatMap((layer, row) =>
        row === 0 || row === rows - 1 || (rows <= 8 || layer % 4 === 0 ? true : false)
          ? [svg("text", {class: "layer-name", x: gutter - 6, y: top(line, row) + box - 2, "text-anchor": "end"}, `${layer}`)] // prettier-ignore
          : []
      )
    ),
    ...right.map((shapes, k) => svg("path", {class: `right strength-${k + 1}`, d: shapes.join("")})),
    svg("path", {class: "whole", d: last.join("")}),
    svg("path", {class: "wrong", d: wrong.join("")}),
    svg("path", {class: "doubt", d: doubts.join("")}),
    svg("path", {class: "settled", d: stairs.join("")}),
    marked,
    ...text.texts.map((word, i) =>
      svg(
        "text",
        {
          class: "word",
          x: places[i].x + widths[i] / 2,
          y: top(places[i].line, 0) + box + 17,
          "text-anchor": "middle"
        },
        shown(word)
      )
    )
  );
  return {
    element,
    lines,
    mark(token) {
      const place = places[token];
      const tall = rows * box + textRoom - 2;
      marked.setAttribute("d", place ? `M${place.x},${top(place.line, rows - 1)}h${widths[token]}v${tall}h${-widths[token]}z` : ""); // prettier-ignore
    },
    at(px, py) {
      const line = Math.floor(py / lineHeight);
      if (!lines[line]) return undefined;
      const [first, end] = lines[line];
      for (let i = first; i < end; i++) if (px >= places[i].x && px < places[i].x + widths[i]) return i;
      return undefined;
    }
  };
}
