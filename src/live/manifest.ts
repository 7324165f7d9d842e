// What loaders/models.json.ts tells the page about the networks that can be fetched.

export interface ModelManifest {
  /** size of the safetensors file */
  readonly bytes: number;
  /** its SHA-256, as hex: a network's identity */
  readonly sha256: string;
}

/** What drafts beside a network, in a file of its own. */
export interface AdapterManifest extends ModelManifest {
  /** as its file names it: "attention", "medusa" */
  readonly architecture: string;
  readonly exitLayer: number;
}

export interface ModelsManifest {
  /** networks there are, by name */
  readonly models: Readonly<Record<string, ModelManifest>>;
  /** adapters that draft for joey, by name: "exit-2", "medusa" */
  readonly adapters: Readonly<Record<string, AdapterManifest>>;
  /** tokens that end a text */
  readonly eos: readonly number[];
  /** bytes of the runtime's WebAssembly, by device; compressed on the way it takes about a quarter */
  readonly runtime: {readonly wasm: number; readonly webgpu: number};
}

/** Bytes as people read them: 14.2 MB. */
export const formatBytes = (bytes: number): string =>
  bytes >= 999_500 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`;
