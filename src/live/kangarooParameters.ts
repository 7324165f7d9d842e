// What an address may set of the live panels of early exits.
import {about, choice, someOf, wholeNumber} from "../figures/kit/urlState.js";
import {methods} from "./kangarooMethods.js";
import type {MethodSettings} from "./kangarooMethods.js";

export const MOST_TEXTS = 4;
export const compared = methods.filter((method) => method !== "greedy");
/** layers behind which an adapter was trained */
export const exitLayers = ["1", "2", "3", "4", "6", "8"] as const;
export const thresholds = ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"] as const;
const domains = ["dialogue", "edit", "stories", "math", "books"] as const;
const devices = ["auto", "wasm", "webgpu"] as const;
/** who reads the layers of a text */
export const mapReaders = [
  ["head", "its own head"],
  ["adapter", "adapters"]
] as const;

export const kangarooParameters = {
  methods: about("what runs after greedy decoding", someOf("lookup,early-exit,kangaroo,tree,medusa", compared)),
  exit: about("layers that draft, ℓ", choice("2", exitLayers)),
  draft: about("most drafts of a step, γ", wholeNumber(6, 1, 8)),
  threshold: about("confidence below which a chain stops, η", choice("0.6", thresholds)),
  width: about("continuations of a tree's node, K", wholeNumber(10, 2, 12)),
  tree: about("score below which a tree stops growing, η", choice("0.4", thresholds)),
  tokens: about("most new tokens of a text", wholeNumber(64, 8, 160)),
  rows: about("texts that are decoded at once", wholeNumber(1, 1, MOST_TEXTS)),
  texts: about("kind of texts that the rows begin with", choice("dialogue", domains)),
  rejected: about("whether rejected drafts are shown", choice("hide", ["hide", "show"])),
  device: about("where it runs", choice("auto", devices))
};

export const exitMapParameters = {
  tokens: about("tokens that the network goes on to write first", wholeNumber(24, 0, 64)),
  adapters: about("whether the trained adapters are read too", choice("no", ["no", "yes"])),
  by: about("who reads the layers: the network's own head, or adapters", choice("head", ["head", "adapter"])),
  texts: about("kind of text that stands there at first", choice("dialogue", domains)),
  device: about("where it runs", choice("auto", devices))
};

type Values = {readonly [K in keyof typeof kangarooParameters]: (typeof kangarooParameters)[K]["initial"]};

/** The methods' settings, as the panel's values have them. */
export const settingsOf = ({exit, draft, threshold, width, tree}: Values): MethodSettings => ({
  exitLayer: Number(exit),
  draftLength: draft,
  threshold: Number(threshold),
  width,
  treeThreshold: Number(tree)
});
