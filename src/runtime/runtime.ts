// What the rest of Concord knows of ONNX Runtime: a runtime opens graphs as sessions, a session runs on plain host
// tensors. node.ts and web.ts open one; both share session.ts. Tensors may also be *resident*: they live on the device
// and are read and written there, which is how a key-value cache is updated in place on WebGPU.
import type {HostTensor} from "../onnx/index.js";

export type Device = "cpu" | "wasm" | "webgpu";

/** A file of weights that travels beside a graph, as named by `Graph.external`. */
export interface ExternalFile {
  readonly path: string;
  readonly data: Uint8Array;
}

export interface SessionOptions {
  /** files that hold the graph's external weights; default none */
  readonly externalData?: readonly ExternalFile[];
  /** record which provider runs each node, for `Session.placement`; slows runs down; default false */
  readonly placement?: boolean;
  /** name of the graph in error messages; default "graph" */
  readonly name?: string;
}

/** A float32 tensor on the device. What is inside is the runtime's own business. */
export interface ResidentTensor {
  readonly dims: readonly number[];
  /** Give the device memory back. */
  dispose(): void;
}

export interface RunOptions {
  /** outputs to fetch to the host; default all that are not in `resident` */
  readonly fetch?: readonly string[];
  /** outputs that are written into resident tensors; one that is fed as well is updated in place */
  readonly resident?: Readonly<Record<string, ResidentTensor>>;
}

/** One executed node: its operator and the execution provider that ran it. */
export interface NodePlacement {
  readonly op: string;
  readonly provider: string;
}

export interface Session {
  /**
   * Run the graph. A host tensor that is fed again (the same object) is not wrapped again; its data may have changed.
   * @throws what went wrong, with the graph's name
   */
  run(
    feeds: Readonly<Record<string, HostTensor | ResidentTensor>>,
    options?: RunOptions
  ): Promise<Record<string, HostTensor>>;
  /** Nodes in the order they ran, after at least one run of a session opened with `placement`. Ends the recording. */
  placement(): Promise<NodePlacement[]>;
  release(): Promise<void>;
}

export interface Runtime {
  readonly device: Device;
  /** processor or adapter, as people know it */
  readonly deviceName: string;
  /** true for a GPU interface that a processor imitates, such as SwiftShader; its times are never called GPU times */
  readonly software: boolean;
  /** runtime and version */
  readonly version: string;
  readonly threads: number;
  /** resolves with the reason when the device is lost; never on cpu and wasm */
  readonly lost: Promise<string>;
  createSession(graph: Uint8Array, options?: SessionOptions): Promise<Session>;
  /** A zeroed float32 tensor on the device; on cpu and wasm it throws. */
  zeros(dims: readonly number[]): Promise<ResidentTensor>;
}
