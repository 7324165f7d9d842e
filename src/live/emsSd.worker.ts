// The worker in which the page's language model decodes: the runtime's server, with the page's ways to open things. Texts
// are tokenized here, so that only texts, step records and timings cross the port.
import {decode} from "../decoding/decode.js";
import type {Drafter} from "../decoding/drafters/drafter.js";
import {draftModel} from "../decoding/drafters/draftModel.js";
import {lookup} from "../decoding/drafters/lookup.js";
import {fetchCheckpoint} from "../runtime/fetchCheckpoint.js";
import type {Llama} from "../runtime/llama.js";
import {serve} from "../runtime/serve.js";
import {openTokenizer} from "../runtime/tokenizer.js";
import type {TextTokenizer} from "../runtime/tokenizer.js";
import {openWeb, webAdapter} from "../runtime/web.js";
import {DRAFT, TARGET} from "./messages.js";
import {timeGrid} from "./costGrid.js";
import type {GridEvent} from "./costGrid.js";
import type {LiveRequest, LiveStep, MeasureRequest, Source} from "./messages.js";

let tokenizer: TextTokenizer | undefined;

self.addEventListener("message", ({ports: [port]}: MessageEvent<unknown>) => {
  serve<Source, LiveRequest | MeasureRequest>(port, {
    openRuntime: (device, {progress, signal}) => {
      if (device === "cpu") throw new Error("cpu: a page has wasm and webgpu");
      return openWeb({device, threads: threads(), progress, signal});
    },
    openCheckpoint: async (source, options) => {
      const checkpoint = await fetchCheckpoint(source, options);
      if (checkpoint.tokenizer) tokenizer ??= openTokenizer(checkpoint.tokenizer);
      return checkpoint;
    },
    devices: async (choice) => {
      if (choice !== "auto") return [choice];
      const adapter = await webAdapter();
      return adapter && !adapter.software ? ["webgpu", "wasm"] : ["wasm"];
    },
    decode: (request, models, signal) => ("grid" in request ? timed(request, models) : live(request, models, signal))
  });
});

/** Half the cores where the page is isolated, up to four; small machines decode faster on one thread. */
function threads(): number {
  const cores = navigator.hardwareConcurrency;
  return self.crossOriginIsolated && cores > 3 ? Math.min(4, cores >> 1) : 1;
}

async function* live(
  {texts, modes, drafter, draftLength, maxNewTokens}: LiveRequest,
  models: Readonly<Record<string, Llama>>,
  signal: AbortSignal
): AsyncGenerator<LiveStep> {
  const model = models[TARGET];
  if (!tokenizer) throw new Error(`${TARGET}: the tokenizer is missing`);
  const {encode, spans} = tokenizer;
  const prompts = texts.map((text, i) => {
    const tokens = encode(text);
    if (tokens.length === 0) throw new Error(`row ${i + 1} is empty: write at least one character`);
    const most = model.maxPositions - 8;
    if (tokens.length > most) throw new Error(`row ${i + 1} is too long: ${tokens.length} tokens; ${most} fit`);
    return tokens;
  });
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
    const decoders = texts.map(() => new TextDecoder("utf-8", {ignoreBOM: true}));
    for await (const record of decode({...options, mode, ...(mode === "greedy" ? {} : {drafter: makeDrafter()})})) {
      const added = record.samples.map(({emitted}, i) =>
        spans(emitted).map(({token, bytes}) => (eos.includes(token) ? "" : decoders[i].decode(bytes, {stream: true})))
      );
      yield {mode, record, added};
    }
  }
}

/** Time each network's steps, one network after the other. */
async function* timed({grid}: MeasureRequest, models: Readonly<Record<string, Llama>>): AsyncGenerator<GridEvent> {
  for (const [name, model] of Object.entries(models)) yield* timeGrid(name, model, grid);
}
