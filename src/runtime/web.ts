// ONNX Runtime in a page or worker: wasm everywhere, WebGPU where there is an adapter. Three builds of the runtime lie
// beside the site and a visitor downloads one: plain wasm, or WebGPU with or without JavaScript promise integration.
// The site's bundler follows literal specifiers only, hence one branch per build.
import {download, type DownloadOptions} from "./fetchWeights.js";
import {openSession, residentAllocator, type Ort} from "./session.js";
import type {Runtime} from "./runtime.js";

export interface WebOptions extends Pick<DownloadOptions, "progress" | "signal"> {
  readonly device: "wasm" | "webgpu";
  /** threads within one op; more than one needs a cross-origin isolated page; default 1 */
  readonly threads?: number;
}

interface Adapter {
  readonly name: string;
  /** imitated by the processor */
  readonly software: boolean;
}

/** The WebGPU adapter a page would get; undefined where there is none. */
export async function webAdapter(): Promise<Adapter | undefined> {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter();
  if (!adapter) return undefined;
  const {vendor, architecture, description} = adapter.info;
  const name = description || [vendor, architecture].filter((part) => part !== "").join(" ") || "unnamed adapter";
  const fallback = "isFallbackAdapter" in adapter.info && adapter.info.isFallbackAdapter === true;
  return {name, software: fallback || /swiftshader|llvmpipe|basic render/i.test(`${vendor} ${architecture} ${name}`)};
}

/**
 * Open ONNX Runtime, once its build is downloaded.
 * @throws where `device` is "webgpu" and there is no adapter
 */
export async function openWeb({device, threads = 1, progress, signal}: WebOptions): Promise<Runtime> {
  const adapter = device === "webgpu" ? await webAdapter() : undefined;
  if (device === "webgpu" && !adapter) throw new Error("webgpu: no adapter; use device: wasm");
  const {ort, file} = await loadBuild(device);
  ort.env.wasm.numThreads = threads;
  // a page downloads the runtime with progress; elsewhere (Node) it finds its file by itself
  if (file?.startsWith("http") && !ort.env.wasm.wasmBinary) {
    ort.env.wasm.wasmBinary = await download(file, {progress, signal});
  }
  const base = {executionProviders: [device], intraOpNumThreads: threads};
  let lose: (reason: string) => void = () => {};
  const lost = new Promise<string>((resolve) => (lose = resolve));
  let watched = false;
  const allocate = residentAllocator(ort, base);
  return {
    device,
    deviceName: adapter?.name ?? "wasm",
    software: adapter?.software ?? false,
    version: `onnxruntime-web ${ort.env.versions.web ?? ort.env.versions.common}`,
    threads,
    lost,
    async createSession(graph, options = {}) {
      const session = await openSession(ort, graph, options, base);
      if (device === "webgpu" && !watched) {
        watched = true; // the runtime has its device from the first session on
        void watch(ort, lose);
      }
      return session;
    },
    async zeros(dims) {
      if (device === "wasm") throw new Error("zeros: wasm has no resident tensors; feed host tensors");
      return allocate(dims);
    }
  };
}

async function watch(ort: Ort, lose: (reason: string) => void): Promise<void> {
  const device = (await ort.env.webgpu.device) as GPUDevice;
  const {reason, message} = await device.lost;
  lose(message || reason);
}

async function loadBuild(device: "wasm" | "webgpu"): Promise<{ort: Ort; file: string | undefined}> {
  if (device === "wasm") {
    const ort = await import("onnxruntime-web/wasm");
    return {ort, file: located(() => import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm"))};
  }
  if ("Suspending" in WebAssembly) {
    const ort = await import("onnxruntime-web/jspi");
    return {ort, file: located(() => import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm"))};
  }
  const ort = await import("onnxruntime-web/webgpu");
  return {ort, file: located(() => import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm"))};
}

/** The address, or undefined where modules cannot resolve any (test runners). */
function located(resolve: () => string): string | undefined {
  try {
    return resolve();
  } catch {
    return undefined;
  }
}
