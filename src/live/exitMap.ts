// A reader's text at every exit of the network (src/traces/exitMap.ts), behind it what the network goes on to write.
import {decode} from "../decoding/decode.js";
import {exitStates} from "../decoding/oracle/exitStates.js";
import type {Adapter} from "../decoding/adapter.js";
import type {Scores} from "../decoding/model.js";
import type {Llama} from "../runtime/llama.js";
import type {TextTokenizer} from "../runtime/tokenizer.js";
import type {Exit, ExitMap, ExitPlace} from "../traces/exitMap.js";
import type {ExitMapRequest} from "./kangarooMessages.js";
import {promptTokens} from "./texts.js";

export interface ExitMapOptions {
  /** with an exit head */
  readonly model: Llama;
  readonly adapters: readonly Adapter[];
  readonly tokenizer: TextTokenizer;
  readonly signal?: AbortSignal;
}

/** The map of a text. @throws with a message for the reader where it is empty or too long */
export async function exitMap(
  {probe, maxNewTokens}: Omit<ExitMapRequest, "adapters">,
  {model, adapters, tokenizer, signal}: ExitMapOptions
): Promise<ExitMap> {
  const [prompt] = promptTokens([probe], tokenizer, model.maxPositions);
  const written = maxNewTokens > 0 ? await continuation(prompt, {model, maxNewTokens, signal}) : [];
  const tokens = [...prompt, ...written];
  const exits: Exit[] = [];
  const said: Scores[] = [];
  let target: Scores | undefined;
  const layers = Array.from({length: model.layers}, (_, i) => i + 1);
  for await (const {layer, rows, after, states} of exitStates(model, [{prompt: [], output: tokens}], layers)) {
    signal?.throwIfAborted();
    const scores = await model.score(after);
    if (layer === model.layers) {
      target = scores;
      break;
    }
    exits.push({layer, adapter: false});
    said.push(scores);
    for (const adapter of adapters.filter(({exitLayer}) => exitLayer === layer)) {
      await adapter.begin({batchSize: 1, slots: tokens.length});
      exits.push({layer, adapter: true});
      said.push(await adapter.score(await adapter.forward(rows, {states})));
    }
  }
  if (!target) throw new Error("exit map: the network has no layers");
  const text = (token: number): string => tokenizer.decode([token]);
  const {choice, confidence} = target;
  const places = tokens.slice(1).map((token, i): ExitPlace => ({
    text: text(token),
    written: i + 1 >= prompt.length,
    target: {token: choice[i], text: text(choice[i]), confidence: confidence[i], right: choice[i] === token},
    answers: said.map((scores) => ({
      token: scores.choice[i],
      text: text(scores.choice[i]),
      confidence: scores.confidence[i],
      right: scores.choice[i] === choice[i]
    }))
  }));
  return {layers: model.layers, exits, first: text(tokens[0]), places};
}

async function continuation(
  prompt: Int32Array,
  {model, maxNewTokens, signal}: Pick<ExitMapOptions, "model" | "signal"> & {maxNewTokens: number}
): Promise<number[]> {
  const tokens: number[] = [];
  const options = {
    model,
    mode: "greedy",
    prompts: [prompt],
    maxNewTokens,
    eos: model.config.eosTokens,
    signal
  } as const;
  for await (const {samples} of decode(options)) tokens.push(...samples[0].emitted);
  return tokens;
}
