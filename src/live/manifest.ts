// What loaders/models.json.ts tells the page about the networks that can be fetched.

export interface ModelManifest {
  /** size of model.safetensors */
  readonly bytes: number;
  /** its SHA-256, as hex: the network's identity */
  readonly sha256: string;
}

export interface ModelsManifest {
  /** networks there are, by name */
  readonly models: Readonly<Record<string, ModelManifest>>;
  /** tokens that end a text */
  readonly eos: readonly number[];
  /** bytes of the runtime's WebAssembly, by device; compressed on the way it takes about a quarter */
  readonly runtime: {readonly wasm: number; readonly webgpu: number};
}

/** Bytes as people read them: 14.2 MB. */
export const formatBytes = (bytes: number): string =>
  bytes >= 999_500 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`;
