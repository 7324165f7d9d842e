// Between the texts of a page and the tokens of its network: prompts on their way in, what each token adds on its way out.
import type {TextTokenizer} from "../runtime/tokenizer.js";
import type {StepRecord} from "../traces/step.js";

/** places in the network's context that a text must leave free */
const ROOM = 8;

/** Tokens of each row's text. @throws with a message for the reader where a row is empty or too long */
export function promptTokens(
  texts: readonly string[],
  {encode}: Pick<TextTokenizer, "encode">,
  maxPositions: number
): Int32Array[] {
  const most = maxPositions - ROOM;
  return texts.map((text, i) => {
    const tokens = encode(text);
    if (tokens.length === 0) throw new Error(`row ${i + 1} is empty: write at least one character`);
    if (tokens.length > most) throw new Error(`row ${i + 1} is too long: ${tokens.length} tokens; ${most} fit`);
    return tokens;
  });
}

/** What the emitted tokens of a run's steps, given in order, add to their samples' texts [B][emitted]. */
export function addedTexts(
  batchSize: number,
  {spans}: Pick<TextTokenizer, "spans">,
  eos: readonly number[]
): (record: StepRecord) => string[][] {
  const decoders = Array.from({length: batchSize}, () => new TextDecoder("utf-8", {ignoreBOM: true}));
  return ({samples}) =>
    samples.map(({emitted}, i) =>
      spans(emitted).map(({token, bytes}) => (eos.includes(token) ? "" : decoders[i].decode(bytes, {stream: true})))
    );
}
