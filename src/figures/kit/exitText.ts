// A text with what every layer would have said at each of its tokens: from the recorded forest, or from a network that runs
// in the page. And what that comes to: after which layer a token is settled, and how many are right behind each layer.
import type {ExitMap} from "../../traces/exitMap.js";
import {forestAnswers} from "../forestData.js";
import type {ForestText} from "../forestData.js";

/** What one layer says, by the network's own head or behind an adapter. */
export interface ExitReading {
  readonly layer: number;
  readonly by: "head" | "adapter";
  /** first choice at each token [tokens] */
  readonly choice: ArrayLike<number>;
  /** its probability [tokens] */
  readonly confidence: ArrayLike<number>;
}

export interface ExitText {
  readonly name: string;
  /** what stands before the first token */
  readonly before: string;
  /** what the whole network chose at each place [tokens], and how that reads */
  readonly tokens: readonly number[];
  readonly said: readonly string[];
  /** what stands there; in a reader's own text it need not be what the network chose */
  readonly texts: readonly string[];
  /** layers of the network */
  readonly layers: number;
  /** ascending by layer within each way of reading; the last layer is not among them, it is always right */
  readonly readings: readonly ExitReading[];
}

/** A recorded text; its first token, which the prefill wrote, has no record and is left out. */
export function exitTextOf(text: ForestText, layers: number): ExitText {
  const {chains} = forestAnswers(text);
  const count = text.output.length - 1;
  const readings = Object.entries(chains).flatMap(([name, {depth, tokens, confidence}]): ExitReading[] => {
    const [, kind, layer] = /^(layer|exit)-(\d+)$/.exec(name) ?? [];
    if (!kind) return [];
    const at = <T>(value: (place: number) => T): T[] => Array.from({length: count}, (_, i) => value(i * depth));
    return [
      {
        layer: Number(layer),
        by: kind === "layer" ? "head" : "adapter",
        choice: at((place) => tokens[place]),
        confidence: at((place) => confidence[place] / 65535)
      }
    ];
  });
  return {
    name: text.id,
    before: text.promptText + (text.texts[0] ?? ""),
    tokens: text.output.slice(1),
    said: text.texts.slice(1),
    texts: text.texts.slice(1),
    layers,
    readings: readings.sort((a, b) => a.layer - b.layer)
  };
}

/** A text that was read in the page, and what its tokens read as. */
export function exitTextOfMap({layers, exits, first, places}: ExitMap): {
  text: ExitText;
  word: (token: number) => string;
} {
  const words = new Map(
    places.flatMap(({target, answers}) => [target, ...answers].map(({token, text}) => [token, text] as const))
  );
  const text: ExitText = {
    name: "the text",
    before: first,
    tokens: places.map(({target}) => target.token),
    said: places.map(({target}) => target.text),
    texts: places.map(({text: word}) => word),
    layers,
    readings: exits.map(({layer, adapter}, k) => ({
      layer,
      by: adapter ? ("adapter" as const) : ("head" as const),
      choice: places.map(({answers}) => answers[k].token),
      confidence: places.map(({answers}) => answers[k].confidence)
    }))
  };
  return {text, word: (token) => words.get(token) ?? ""};
}

export const readingsBy = ({readings}: ExitText, by: ExitReading["by"]): ExitReading[] =>
  readings.filter((reading) => reading.by === by);

/** For each token the first layer from which on all that were read are right; the last layer always is. */
export function settledAfter(text: ExitText, by: ExitReading["by"]): number[] {
  const readings = readingsBy(text, by);
  return text.tokens.map((token, i) => {
    const wrong = readings.findLastIndex(({choice}) => choice[i] !== token);
    return readings[wrong + 1]?.layer ?? text.layers;
  });
}

/** Share of tokens at which a layer's first choice is the network's. */
export const rightShare = ({tokens}: ExitText, {choice}: ExitReading): number =>
  tokens.length === 0 ? 0 : tokens.filter((token, i) => choice[i] === token).length / tokens.length;
