// What an address may set of the live panel.
import {about, choice, wholeNumber} from "../figures/kit/urlState.js";
import {DRAFT} from "./messages.js";

export const MOST_ROWS = 16;
export const liveModes = ["ems-sd", "unpad-kv-cache", "unpad-input-tokens", "vanilla"] as const;

export const liveParameters = {
  batch: about("samples in the batch", wholeNumber(8, 1, MOST_ROWS)),
  mode: about("what runs after greedy and padded decoding", choice("ems-sd", liveModes)),
  drafter: about("who guesses", choice("lookup", ["lookup", DRAFT])),
  draft: about("most tokens of a guess", wholeNumber(7, 1, 12)),
  tokens: about("most new tokens of a sample", wholeNumber(64, 8, 160)),
  texts: about(
    "kind of texts that the rows begin with",
    choice("dialogue", ["dialogue", "edit", "stories", "math", "books"])
  ),
  device: about("where it runs", choice("auto", ["auto", "wasm", "webgpu"]))
};
