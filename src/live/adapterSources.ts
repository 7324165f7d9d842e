// Where the page's adapters are. File names are literal, since the site's bundler looks for them.
import {FileAttachment} from "observablehq:stdlib";
import type {AdapterSources} from "./kangarooMessages.js";
import type {ModelsManifest} from "./manifest.js";

const urls: Readonly<Record<string, () => string>> = {
  "exit-1": () => FileAttachment("../data/models/kangaroo/exit-1.safetensors").href,
  "exit-2": () => FileAttachment("../data/models/kangaroo/exit-2.safetensors").href,
  "exit-3": () => FileAttachment("../data/models/kangaroo/exit-3.safetensors").href,
  "exit-4": () => FileAttachment("../data/models/kangaroo/exit-4.safetensors").href,
  "exit-6": () => FileAttachment("../data/models/kangaroo/exit-6.safetensors").href,
  "exit-8": () => FileAttachment("../data/models/kangaroo/exit-8.safetensors").href,
  medusa: () => FileAttachment("../data/models/kangaroo/medusa.safetensors").href
};

/** Those that are named. @throws for one that the site lacks */
export function adapterSources({adapters}: ModelsManifest, names: readonly string[]): AdapterSources {
  return Object.fromEntries(
    names.map((name) => {
      if (!Object.hasOwn(adapters, name) || !Object.hasOwn(urls, name)) {
        throw new Error(`${name} is not among this site's adapters`);
      }
      const {bytes, sha256} = adapters[name];
      return [name, {name: `${name}.safetensors`, url: urls[name](), bytes, sha256}];
    })
  );
}
