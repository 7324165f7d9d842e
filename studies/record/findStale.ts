// What in data/ was made from other weights, prompts or tokenizers than lie there today. A run of a study names the weights
// that it inherits from. A trace says what it comes from
// in objects with `name` and `sha256`, in `drafters`, and in `files`; a model's own papers name the digest of its weights,
// adapters' those of their files and of the weights they draft for.
import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import {traceText} from "../../src/runtime/traceFiles.js";

/** Whose weights children of the studies inherit. */
const PARENT = "joey";

export interface Stale {
  /** file that no longer matches, relative to the root */
  readonly file: string;
  /** what it was made from: a model's name or a path */
  readonly source: string;
  /** SHA-256 of that then */
  readonly made: string;
  /** and now; undefined: it is not there */
  readonly today: string | undefined;
}

/**
 * Where a model's weights lie: in its own folder, or, of an adapter, in a file of that name beside others. The appearance
 * model is no network and has a file of its own kind.
 */
function weights(root: string, model: string): string {
  const own = `data/models/${model}/model.safetensors`;
  if (existsSync(join(root, own))) return own;
  const packed = `data/models/${model}/${model}.bin.gz`;
  if (existsSync(join(root, packed))) return packed;
  const folders = existsSync(join(root, "data/models")) ? readdirSync(join(root, "data/models")) : [];
  const files = folders.map((folder) => `data/models/${folder}/${model}.safetensors`);
  return files.find((file) => existsSync(join(root, file))) ?? own;
}

/** Every file under `root`/data whose sources have changed, once per source and digest. */
export function findStale(root: string): Stale[] {
  const known = new Map<string, string | undefined>();
  const digest = (path: string): string | undefined => {
    if (!known.has(path)) {
      const file = join(root, path);
      known.set(path, existsSync(file) ? createHash("sha256").update(readFileSync(file)).digest("hex") : undefined);
    }
    return known.get(path);
  };
  const stale = new Map<string, Stale>();
  const compare = (file: string, source: string, made: string): void => {
    const today = digest(source.includes("/") ? source : weights(root, source));
    if (today !== made) stale.set([file, source, made].join(" "), {file, source, made, today});
  };
  const traces = filesUnder(root, "data/traces").map((name) => name.replace(/\.gz$/, ""));
  for (const file of traces.filter((name) => name.endsWith(".jsonl"))) {
    for (const line of traceText(join(root, file)).split("\n").filter(Boolean)) {
      for (const [source, made] of sourcesOf(JSON.parse(line))) compare(file, source, made);
    }
  }
  for (const file of filesUnder(root, "data/models")) {
    const [, , model, name] = file.split("/");
    for (const [source, made] of cardSources(model, name, join(root, file))) compare(file, source, made);
  }
  for (const file of filesUnder(root, "data/runs")) {
    for (const line of readFileSync(join(root, file), "utf8").split("\n").filter(Boolean)) {
      const {inputs} = JSON.parse(line) as {inputs?: {parent?: string}};
      if (inputs?.parent !== undefined) compare(file, PARENT, inputs.parent);
    }
  }
  return [...stale.values()];
}

function filesUnder(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), {recursive: true, withFileTypes: true});
  const paths = entries.filter((entry) => entry.isFile()).map(({parentPath, name}) => join(parentPath, name));
  return paths.map((path) => relative(root, path)).sort();
}

interface Card {
  /** of the model's own weights */
  readonly sha256?: string;
  /** of adapters: what they draft for, and the digest of each one's file */
  readonly target?: {readonly name: string; readonly sha256: string};
  readonly adapters?: Readonly<Record<string, {readonly sha256: string}>>;
  /** of several networks in one folder: path → digest */
  readonly files?: Readonly<Record<string, string>>;
}

/** [source, digest] of everything that a model's training card and model card name. */
function cardSources(model: string, name: string, path: string): [string, string][] {
  if (name === "training.json") {
    const {sha256, target, adapters = {}, files: several = {}} = JSON.parse(readFileSync(path, "utf8")) as Card;
    // an adapter that was not kept is not stale: training makes it again
    const files = Object.entries(adapters).flatMap(([adapter, of]): [string, string][] => {
      const kept = existsSync(join(dirname(path), `${adapter}.safetensors`));
      return kept ? [[`data/models/${model}/${adapter}.safetensors`, of.sha256]] : [];
    });
    return [
      ...(sha256 ? [[model, sha256] as [string, string]] : []),
      ...(target ? sourcesOf(target) : []),
      ...files,
      ...Object.entries(several)
    ];
  }
  // a card without weights, such as the vocabulary's, names what it stands for and nothing that could be replaced
  const training = join(dirname(path), "training.json");
  if (name !== "README.md" || !existsSync(training)) return [];
  // of several networks in one folder the card names each by its digest alone
  const several = Object.entries((JSON.parse(readFileSync(training, "utf8")) as Card).files ?? {});
  const digests = /(?:target: ([^,\s]+), )?SHA-256[^`\n]*`([0-9a-f]{64})`/g;
  return [...readFileSync(path, "utf8").matchAll(digests)].map(([, target, made]) => {
    const file = several.find(([, sha256]) => sha256 === made) ?? several[0];
    return [target ?? file?.[0] ?? model, made];
  });
}

/** [source, digest] of everything that a trace line says it comes from. */
export function sourcesOf(value: unknown): [string, string][] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return typeof value[0] === "object" ? value.flatMap(sourcesOf) : [];
  const {name, sha256, drafters = {}, files = {}, ...rest} = value as Record<string, unknown>;
  return [
    ...(typeof name === "string" && typeof sha256 === "string" ? [[name, sha256] as [string, string]] : []),
    ...Object.entries(drafters as Record<string, {sha256: string}>).map(([drafter, of]): [string, string] => [
      drafter,
      of.sha256
    ]),
    ...Object.entries(files as Record<string, string>),
    ...Object.values(rest).flatMap(sourcesOf)
  ];
}
