// Held-out documents of the corpora as prompts: is what drafters hit on the project's own prompts what they hit on the
// texts those imitate? Only numbers are kept. A document is broken off where the model has to speak: behind the first
// `Assistant:`, `Answer:` or `Corrected:` of its second half or so, else at a word.
import type {TextTokenizer} from "../../../src/runtime/tokenizer.js";
import type {Shard} from "../../../src/training/sampling.js";
import type {Prompt} from "../prompts.js";

/** Longest passage taken, in tokens; longer documents give a window. */
const LONGEST = 360;
/** Shortest prompt and shortest passage, in tokens. */
const [LEAST_PROMPT, LEAST] = [16, 48];

const MARKER = /(?:^|\n)(?:Assistant|Answer|Corrected):/g;

/** `count` prompts of each domain from places spread evenly over its held-out text. */
export function heldOutPrompts(
  shards: Readonly<Record<string, Shard>>,
  tokenizer: Pick<TextTokenizer, "encode" | "decode">,
  count: number
): Map<string, Prompt[]> {
  const entries = Object.entries(shards).map(([domain, shard]): [string, Prompt[]] => {
    const prompts: Prompt[] = [];
    for (let i = 0; i < 4 * count && prompts.length < count; i++) {
      // a sequence without a pattern, so that taking more documents keeps those before
      const place = Math.floor(((0.5 + i * 0.6180339887498949) % 1) * shard.tokens.length);
      const passage = passageAt(shard, place);
      if (passage.length < LEAST) continue;
      const tokens = tokenizer.encode(brokenOff(tokenizer.decode(passage)));
      if (tokens.length >= LEAST_PROMPT) prompts.push({id: `held-out ${domain} ${i}`, domain, tokens});
    }
    return [domain, prompts];
  });
  return new Map(entries);
}

/** The document at a place, or a window of it that begins with a line; without the separator. */
function passageAt({tokens, starts}: Shard, place: number): Uint16Array {
  const document = starts.findIndex((start) => start > place) - 1;
  const [start, end] = [starts[document], starts[document + 1] - 1];
  if (end - start <= LONGEST) return tokens.subarray(start, end);
  return tokens.subarray(Math.min(place, end - LONGEST), Math.min(place, end - LONGEST) + LONGEST);
}

/** The beginning of a text, up to where the model has to speak. */
export function brokenOff(text: string): string {
  const ends = [...text.matchAll(MARKER)].map(({index, 0: marker}) => index + marker.length);
  const late = ends.find((end) => end >= 0.4 * text.length && end < 0.9 * text.length);
  if (late !== undefined) return text.slice(0, late);
  const space = text.indexOf(" ", Math.floor(text.length / 2));
  return space < 0 ? text : text.slice(0, space);
}
