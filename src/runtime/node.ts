// ONNX Runtime in Node: the CPU everywhere, and any GPU that Vulkan knows through the WebGPU provider bundled with
// onnxruntime-node. Runs block the thread they are started on; host sessions in a worker where that matters.
import {execFileSync} from "node:child_process";
import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {cpus, tmpdir} from "node:os";
import {basename, dirname, join} from "node:path";
import * as ort from "onnxruntime-node";
import {openSession, residentAllocator, type ReadProfile} from "./session.js";
import type {NodePlacement, Runtime} from "./runtime.js";

export interface NodeOptions {
  readonly device: "cpu" | "webgpu";
  /** threads within one op; more than one rarely pays on a busy machine; default 1 */
  readonly threads?: number;
}

/** Open ONNX Runtime in this process. A missing WebGPU adapter shows when the first session is created. */
export async function openNode({device, threads = 1}: NodeOptions): Promise<Runtime> {
  const base: ort.InferenceSession.SessionOptions = {
    executionProviders: [device],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: {session: {intra_op: {allow_spinning: "0"}}}
  };
  const allocate = residentAllocator(ort, base);
  return {
    device,
    ...(device === "cpu" ? {deviceName: processorName(), software: false} : adapter()),
    version: `onnxruntime-node ${ort.env.versions.node ?? ort.env.versions.common}`,
    threads,
    lost: new Promise(() => {}), // a lost device shows as a failed run
    async createSession(graph, options = {}) {
      const profile = options.placement
        ? {prefix: join(await mkdtemp(join(tmpdir(), "concord-")), "profile"), read: readProfile}
        : undefined;
      return openSession(ort, graph, options, base, profile);
    },
    async zeros(dims) {
      if (device === "cpu") throw new Error("zeros: the CPU provider has no resident tensors; feed host tensors");
      return allocate(dims);
    }
  };
}

/** The processor's name, as the system gives it. */
export const processorName = (): string => cpus()[0]?.model.trim() ?? "unknown processor";

/** The GPU's name where NVIDIA's tool tells it, else the Vulkan driver in use. */
function adapter(): {deviceName: string; software: boolean} {
  const driver = process.env.VK_DRIVER_FILES ?? process.env.VK_ICD_FILENAMES ?? "";
  if (/swiftshader|lvp_icd/.test(driver)) return {deviceName: basename(driver, ".json"), software: true};
  try {
    const query = ["--query-gpu=name", "--format=csv,noheader"];
    const name = execFileSync("nvidia-smi", query, {encoding: "utf8", stdio: ["ignore", "pipe", "ignore"]});
    return {deviceName: name.split("\n")[0].trim(), software: false};
  } catch {
    return {deviceName: driver === "" ? "system Vulkan adapter" : basename(driver, ".json"), software: false};
  }
}

interface ProfileEvent {
  readonly cat: string;
  readonly args?: {readonly op_name?: string; readonly provider?: string};
}

const readProfile: ReadProfile = async (session, prefix): Promise<NodePlacement[]> => {
  session.endProfiling();
  const folder = dirname(prefix);
  const [file] = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  const events = JSON.parse(await readFile(join(folder, file), "utf8")) as ProfileEvent[];
  await rm(folder, {recursive: true});
  return events.flatMap(({cat, args}) =>
    cat === "Node" && args?.op_name && args.provider ? [{op: args.op_name, provider: args.provider}] : []
  );
};
