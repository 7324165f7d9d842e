// A round of double early exiting, drawn. Each column is one token on its way up through the layers: the first ℓ of them and
// the adapter say what might come next, the others say what does. A moment of the round is how far it has come: draft by
// draft, and then the one pass that verifies all of them.
import {stored} from "../../decoding/drafters/confidence.js";
import {svg} from "./dom.js";
import type {ExitRound} from "./exitRound.js";

export interface RoundShape {
  /** layers of the network */
  readonly layers: number;
  /** ℓ */
  readonly exitLayer: number;
  /** γ */
  readonly draftLength: number;
  /** η */
  readonly threshold: number;
}

export interface RoundDrawing {
  readonly element: SVGSVGElement;
  /** Show a round after `drafted` drafts, or with all of them `verified`. */
  update(round: ExitRound, drafted: number, verified: boolean): void;
}

/** SVG units */
const column = 78;
const gutter = 92;
const layer = 9;
const bar = 46;
const stack = 46;

/** An empty drawing; `word` is what a token reads as. */
export function roundDrawing(
  {layers, exitLayer, draftLength, threshold}: RoundShape,
  word: (token: number) => string
): RoundDrawing {
  const columns = draftLength + 1;
  const width = gutter + columns * column + 8;
  const deepTop = 46;
  const exitTop = deepTop + (layers - exitLayer) * layer + 12;
  const barTop = exitTop + 18;
  const barBase = barTop + bar;
  const adapterTop = barBase + 6;
  const shallowTop = adapterTop + 22;
  const shallowBase = shallowTop + exitLayer * layer;
  const height = shallowBase + 30;
  const left = (c: number): number => gutter + c * column;
  const middle = (c: number): number => left(c) + column / 2;
  const eta = barBase - stored(threshold) * bar;

  const fixed = [
    label("the network says", 34),
    label(span(exitLayer + 1, layers), deepTop + ((layers - exitLayer) * layer) / 2 + 4),
    label("the exit says", exitTop + 12),
    label("how sure", barTop + bar / 2 + 4),
    label("adapter", adapterTop + 11),
    label(span(1, exitLayer), shallowTop + (exitLayer * layer) / 2 + 4),
    label("token", shallowBase + 20),
    svg("path", {class: "eta", d: `M${gutter - 4},${eta}H${width - 4}`}),
    svg("text", {class: "eta-name", x: width - 4, y: eta - 4, "text-anchor": "end"}, `η ${threshold.toFixed(2)}`)
  ];
  const moving = svg("g", {});
  const element = svg(
    "svg",
    {class: "round", viewBox: `0 0 ${width} ${height}`, width, height, role: "img"},
    ...fixed,
    moving
  );

  const slab = (c: number, top: number, count: number, classes: string): SVGPathElement =>
    svg("path", {
      class: classes,
      d: Array.from(
        {length: count},
        (_, k) => `M${middle(c) - stack / 2},${top + k * layer + 1}h${stack}v${layer - 2}h${-stack}z`
      ).join("")
    });
  const say = (c: number, y: number, text: string, classes: string): SVGTextElement =>
    svg("text", {class: classes, x: middle(c), y, "text-anchor": "middle", "paint-order": "stroke"}, text);

  const drawColumn = (round: ExitRound, c: number, drafted: number, verified: boolean): SVGElement[] => {
    const {drafts, last, own, accepted} = round;
    const token = c === 0 ? last : drafts[c - 1]?.token;
    // a token enters when the one before has exited; the last one only when drafting is over
    const entered = c === 0 || c <= drafted;
    const ran = c < drafted || (verified && c <= drafts.length) || (c === 0 && drafted === 0);
    const parts: SVGElement[] = [
      slab(c, deepTop, layers - exitLayer, verified && c <= drafts.length ? "layers deep" : "layers"),
      slab(c, shallowTop, exitLayer, ran ? "layers shallow" : "layers")
    ];
    if (!entered || token === undefined) return parts;
    parts.push(say(c, shallowBase + 20, shown(word(token)), c === 0 ? "token own" : "token"));
    const draft = c < drafted ? drafts[c] : undefined;
    if (draft) {
      const tall = draft.confidence * bar;
      const sure = draft.confidence >= stored(threshold);
      const wide = round.catchUp && c === 0 ? stack + 16 : stack;
      parts.push(
        svg("path", {class: "adapter", d: `M${middle(c) + stack / 2 - wide},${adapterTop}h${wide}v14h${-wide}z`}),
        svg("path", {
          class: `sure ${sure ? "above" : "below"}`,
          d: `M${middle(c) - 8},${barBase}v${-tall}h16v${tall}z`
        }),
        say(
          c,
          Math.min(barBase - tall - 4, barBase - 4),
          `${draft.near ? "≈ " : ""}${draft.confidence.toFixed(2)}`,
          "sure-value"
        ),
        say(c, exitTop + 12, shown(word(draft.token)), "said")
      );
    }
    if (!verified || c > drafts.length) return parts;
    if (c < accepted) {
      parts.push(
        say(c, 34, shown(word(drafts[c].token)), "said right"),
        svg("path", {class: "verdict right", d: `M${middle(c) - 6},12l4,5l8,-11`})
      );
    } else if (c === accepted) {
      const wrong = c < drafts.length && drafts[c].right === false;
      parts.push(
        say(c, 34, shown(word(own)), "said own"),
        wrong
          ? svg("path", {class: "verdict wrong", d: `M${middle(c) - 5},7l10,10m0,-10l-10,10`})
          : say(c, 17, "one more", "verdict-word")
      );
    } else parts.push(say(c, 34, "lost", "verdict-word"));
    return parts;
  };

  return {
    element,
    update(round, drafted, verified) {
      const shownDrafts = verified ? round.drafts.length : drafted;
      const pass = verified
        ? [
            svg("rect", {
              class: "pass",
              x: left(0) + 6,
              y: deepTop - 4,
              width: (round.drafts.length + 1) * column - 12,
              height: (layers - exitLayer) * layer + 8,
              rx: 6
            })
          ]
        : [];
      moving.replaceChildren(
        ...pass,
        ...Array.from({length: columns}, (_, c) => drawColumn(round, c, shownDrafts, verified)).flat()
      );
      element.setAttribute("aria-label", sentence(round, shownDrafts, verified, word));
    }
  };
}

/** A moment of a round in words. */
export function sentence(
  round: ExitRound,
  drafted: number,
  verified: boolean,
  word: (token: number) => string
): string {
  const {drafts, accepted, own, stop} = round;
  const quote = (token: number): string => `“${shown(word(token))}”`;
  if (!verified) {
    const draft = drafts[drafted - 1];
    const caught = round.catchUp && drafted === 1 ? "All drafts of the round before were right, so the adapter reads two states. " : ""; // prettier-ignore
    if (!draft) return `The last token, ${quote(round.last)}, goes through the first layers.`;
    const near = draft.near ? " So near η that another device may decide otherwise." : "";
    return `${caught}Draft ${drafted}: ${quote(draft.token)}, with ${draft.confidence.toFixed(2)}${drafted < drafts.length ? ", so drafting goes on" : reasons[stop]}.${near}`;
  }
  const end = drafts[accepted]?.right === false ? `, then writes ${quote(own)} instead of ${quote(drafts[accepted].token)}` : `, and adds ${quote(own)}`; // prettier-ignore
  return `One pass of the other layers over ${drafts.length + 1} tokens: the network agrees with ${accepted} of ${drafts.length} drafts${end}.`;
}

const reasons = {
  unsure: ", below η: drafting stops, and the draft is kept",
  length: ": as many as γ allows",
  room: ": the text has room for no more"
};

/** "layers 3–12", or "layer 1" */
const span = (first: number, last: number): string => (first === last ? `layer ${first}` : `layers ${first}–${last}`);

const label = (text: string, y: number): SVGTextElement =>
  svg("text", {class: "part", x: gutter - 10, y, "text-anchor": "end"}, text);

/** A token as it fits into its column, white space made visible. */
function shown(text: string): string {
  const seen = text.replace(/^ /, "").replaceAll("\n", "⏎") || (text === "" ? "end" : "␣");
  return seen.length > 10 ? `${seen.slice(0, 9)}…` : seen;
}
