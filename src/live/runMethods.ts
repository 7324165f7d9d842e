// Texts decoded with one method after the other, on one network.
import {decode} from "../decoding/decode.js";
import type {Llama} from "../runtime/llama.js";
import type {TextTokenizer} from "../runtime/tokenizer.js";
import type {SampleStep} from "../traces/step.js";
import type {MethodsRequest, MethodStep} from "./kangarooMessages.js";
import {methodDrafter} from "./methodDrafter.js";
import type {DraftParts} from "./methodDrafter.js";
import {addedTexts, promptTokens} from "./texts.js";

/** tokens decoded before a method is timed: sessions open on their first use, and GPUs compile */
const WARM_UP = 4;

export interface RunMethodsOptions {
  readonly model: Llama;
  readonly parts: DraftParts;
  readonly tokenizer: TextTokenizer;
  readonly signal?: AbortSignal;
}

/** Steps of each method, the prefill first. @throws with a message for the reader where a text does not fit */
export async function* runMethods(
  {texts, methods, settings, maxNewTokens}: Omit<MethodsRequest, "adapters">,
  {model, parts, tokenizer, signal}: RunMethodsOptions
): AsyncGenerator<MethodStep> {
  const prompts = promptTokens(texts, tokenizer, model.maxPositions);
  const eos = model.config.eosTokens;
  for (const method of methods) {
    const run = (most: number) => {
      const drafter = methodDrafter(method, settings, parts);
      const mode = drafter ? "ems-sd" : "greedy";
      return decode({model, mode, prompts, drafter, maxNewTokens: most, eos, signal});
    };
    for await (const step of run(Math.min(WARM_UP, maxNewTokens))) void step;
    const added = addedTexts(texts.length, tokenizer, eos);
    for await (const record of run(maxNewTokens)) {
      const rejected = record.samples.map((sample) => tokenizer.spans(rejectedDrafts(sample)).map(({text}) => text));
      yield {method, record, added: added(record), rejected};
    }
  }
}

/** Drafts of a chain behind the last accepted one. */
const rejectedDrafts = ({drafted, accepted, draftParents}: SampleStep): readonly number[] =>
  draftParents ? [] : drafted.slice(accepted);
