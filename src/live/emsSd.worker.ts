// The worker in which the page's language model decodes a batch in several layouts, and in which its steps are timed.
import {decode} from "../decoding/decode.js";
import type {Drafter} from "../decoding/drafters/drafter.js";
import {draftModel} from "../decoding/drafters/draftModel.js";
import {lookup} from "../decoding/drafters/lookup.js";
import type {Llama} from "../runtime/llama.js";
import {DRAFT, TARGET} from "./messages.js";
import {timeGrid} from "./costGrid.js";
import type {GridEvent} from "./costGrid.js";
import {addedTexts, promptTokens} from "./texts.js";
import {serveWorker} from "./webWorker.js";
import type {WorkerContext} from "./webWorker.js";
import type {LiveRequest, LiveStep, MeasureRequest} from "./messages.js";

serveWorker<LiveRequest | MeasureRequest>({
  decode: (request, context) => ("grid" in request ? timed(request, context.models) : live(request, context))
});

async function* live(
  {texts, modes, drafter, draftLength, maxNewTokens}: LiveRequest,
  {models, tokenizer, signal}: WorkerContext
): AsyncGenerator<LiveStep> {
  const model = models[TARGET];
  const prompts = promptTokens(texts, tokenizer, model.maxPositions);
  const eos = model.config.eosTokens;
  const makeDrafter = (): Drafter => {
    if (drafter === "lookup") return lookup({copyLength: draftLength});
    const draft = models[DRAFT];
    if (!draft) throw new Error(`${DRAFT} is not loaded; choose the look-up drafter`);
    return draftModel({model: draft, draftLength, name: DRAFT});
  };
  const options = {model, prompts, maxNewTokens, eos, signal};
  // the first rows of a kind that a GPU sees compile its programs; that is not decoding
  if (model.runtime.device === "webgpu") {
    for (const mode of modes) {
      const warm = decode({...options, mode, maxNewTokens: 6, ...(mode === "greedy" ? {} : {drafter: makeDrafter()})});
      for await (const step of warm) void step;
    }
  }
  for (const mode of modes) {
    const added = addedTexts(texts.length, tokenizer, eos);
    for await (const record of decode({...options, mode, ...(mode === "greedy" ? {} : {drafter: makeDrafter()})})) {
      yield {mode, record, added: added(record)};
    }
  }
}

/** Time each network's steps, one network after the other. */
async function* timed({grid}: MeasureRequest, models: Readonly<Record<string, Llama>>): AsyncGenerator<GridEvent> {
  for (const [name, model] of Object.entries(models)) yield* timeGrid(name, model, grid);
}
