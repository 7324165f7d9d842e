// Where the page's networks are. File names are literal, since the site's bundler looks for them.
import {FileAttachment} from "observablehq:stdlib";
import type {ModelsManifest} from "./manifest.js";
import {DRAFT, TARGET} from "./messages.js";
import type {Source} from "./messages.js";

interface ModelFiles {
  readonly config: unknown;
  readonly tokenizer?: Readonly<Record<string, unknown>>;
}

/** joey, and its draft model where asked for. @throws where the site lacks one */
export async function modelSources({models}: ModelsManifest, draft: boolean): Promise<Record<string, Source>> {
  const found: Record<string, Source> = {};
  if (!models[TARGET]) throw new Error(`${TARGET} is not among this site's networks`);
  const {config, tokenizer} = await FileAttachment("../data/models/joey.json").json<ModelFiles>();
  const url = FileAttachment("../data/models/joey.safetensors").href;
  const weights = [{name: "model.safetensors", url, ...models[TARGET]}];
  found[TARGET] = {config, weights, ...(tokenizer ? {tokenizer: {tokenizer}} : {})};
  if (draft) {
    if (!models[DRAFT]) throw new Error(`${DRAFT} is not among this site's networks`);
    const {config: own} = await FileAttachment("../data/models/joey-draft.json").json<ModelFiles>();
    const href = FileAttachment("../data/models/joey-draft.safetensors").href;
    found[DRAFT] = {config: own, weights: [{name: "model.safetensors", url: href, ...models[DRAFT]}]};
  }
  return found;
}
