// A session over either ONNX Runtime package: both speak the interface of onnxruntime-common. What the runtime throws
// may be no Error at all (a number, in the wasm build) and names no graph, so failures are wrapped. A graph that cannot
// be opened with all optimizations is tried once more with the basic ones.
import type * as Common from "onnxruntime-common";
import {expand, Graph, type Dtype, type HostArrays, type HostTensor} from "../onnx/index.js";
import type {NodePlacement, ResidentTensor, RunOptions, Session, SessionOptions} from "./runtime.js";

export type Ort = Pick<typeof Common, "Tensor" | "InferenceSession" | "env">;
type OrtOptions = Common.InferenceSession.SessionOptions;

/** Reads the profile that a session wrote to the file called `prefix…`. */
export type ReadProfile = (session: Common.InferenceSession, prefix: string) => Promise<NodePlacement[]>;

/** A tensor on the device, behind the runtime's own handle. */
class Resident implements ResidentTensor {
  constructor(
    readonly tensor: Common.Tensor,
    readonly dims: readonly number[]
  ) {}
  dispose(): void {
    this.tensor.dispose();
  }
}

/** What was thrown, as an Error with its context in front. */
export function failure(context: string, thrown: unknown): Error {
  const reason = thrown instanceof Error ? thrown.message : `${typeof thrown} ${String(thrown)}`;
  return new Error(`${context}: ${reason}`, {cause: thrown});
}

/** Open a graph; `base` holds what the device needs. */
export async function openSession(
  ort: Ort,
  graph: Uint8Array,
  {externalData = [], placement = false, name = "graph"}: SessionOptions,
  base: OrtOptions,
  profile?: {prefix: string; read: ReadProfile}
): Promise<Session> {
  if (placement && !profile) throw new Error(`${name}: node placement cannot be read on this device`);
  const options: OrtOptions = {
    ...base,
    logSeverityLevel: 3,
    externalData: externalData.map(({path, data}) => ({path, data})),
    ...(placement ? {enableProfiling: true, profileFilePrefix: profile?.prefix} : {})
  };
  const create = (more: OrtOptions): Promise<Common.InferenceSession> =>
    ort.InferenceSession.create(graph, {...options, ...more});
  let session: Common.InferenceSession;
  try {
    session = await create({});
  } catch (first) {
    session = await create({graphOptimizationLevel: "basic"}).catch(() => {
      throw failure(`${name}: cannot be opened`, first);
    });
  }
  return new OrtSession(ort, session, name, placement ? profile : undefined);
}

class OrtSession implements Session {
  private readonly wrapped = new WeakMap<HostTensor, Common.Tensor>();

  constructor(
    private readonly ort: Ort,
    private readonly session: Common.InferenceSession,
    private readonly name: string,
    private readonly profile?: {prefix: string; read: ReadProfile}
  ) {}

  private wrap(tensor: HostTensor | ResidentTensor): Common.Tensor {
    if (tensor instanceof Resident) return tensor.tensor;
    const host = tensor as HostTensor;
    let known = this.wrapped.get(host);
    if (!known) {
      if (host.dtype === "bfloat16") throw new Error(`${this.name}: bfloat16 tensors cannot be fed; cast in the graph`);
      // the constructor is overloaded per dtype; all its overloads take what HostTensor holds
      known = new this.ort.Tensor(host.dtype as "float32", host.data as Float32Array, host.dims);
      this.wrapped.set(host, known);
    }
    return known;
  }

  async run(
    feeds: Readonly<Record<string, HostTensor | ResidentTensor>>,
    {fetch, resident}: RunOptions = {}
  ): Promise<Record<string, HostTensor>> {
    const fed: Record<string, Common.Tensor> = {};
    for (const name in feeds) fed[name] = this.wrap(feeds[name]);
    let results: Common.InferenceSession.OnnxValueMapType;
    try {
      results = await this.session.run(fed, this.fetches(fetch, resident));
    } catch (thrown) {
      throw failure(`${this.name}: run failed`, thrown);
    }
    const outputs: Record<string, HostTensor> = {};
    for (const name in results) {
      if (resident && name in resident) continue;
      const {type, dims, data} = results[name];
      outputs[name] = {dtype: type as Dtype, dims, data: data as HostArrays[Dtype]};
    }
    return outputs;
  }

  private fetches(
    fetch: readonly string[] | undefined,
    resident: Readonly<Record<string, ResidentTensor>> = {}
  ): Record<string, Common.Tensor | null> {
    const names = fetch ?? this.session.outputNames.filter((name) => !(name in resident));
    const targets: Record<string, Common.Tensor | null> = {};
    for (const name of names) targets[name] = null;
    for (const name in resident) targets[name] = this.wrap(resident[name]);
    return targets;
  }

  async placement(): Promise<NodePlacement[]> {
    if (!this.profile) throw new Error(`${this.name}: open the session with placement: true to read node placement`);
    return this.profile.read(this.session, this.profile.prefix);
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

/**
 * Makes zeroed tensors on the GPU: the output of a small graph, kept there, as neither package can allocate one directly.
 * The session that made a tensor owns its memory and must outlive it, so sessions are kept, one per shape.
 */
export function residentAllocator(ort: Ort, base: OrtOptions): (dims: readonly number[]) => Promise<ResidentTensor> {
  const sessions = new Map<string, Promise<Common.InferenceSession>>();
  return async (dims) => {
    const ones = dims.map(() => 1);
    const key = dims.join();
    let session = sessions.get(key);
    if (!session) {
      const graph = new Graph("zeros");
      graph.output("zeros", expand(graph.input("zero", "float32", ones), dims));
      const options = {...base, logSeverityLevel: 3, preferredOutputLocation: "gpu-buffer"} as const;
      session = ort.InferenceSession.create(graph.build(), options);
      sessions.set(key, session);
    }
    const {zeros} = await (await session).run({zero: new ort.Tensor("float32", new Float32Array(1), ones)});
    return new Resident(zeros as Common.Tensor, dims);
  };
}
