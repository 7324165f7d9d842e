// The runtimes a test can run on here. WebGPU runs on SwiftShader, which comes with Chromium, unless another Vulkan driver
// is named; where there is none, tests say so in their titles and are skipped.
import {it} from "vitest";
import {openNode} from "../../src/runtime/node.js";
import {openWeb} from "../../src/runtime/web.js";
import {findVulkanDriver} from "../../tools/chromium.js";
import type {Device, Runtime} from "../../src/runtime/runtime.js";

/** Vulkan's driver here, already told to the process; undefined where WebGPU cannot run in Node. */
export const vulkanDriver = findVulkanDriver();

if (vulkanDriver !== undefined) process.env.VK_DRIVER_FILES = vulkanDriver;

export const devices: readonly Device[] = ["cpu", "wasm", "webgpu"];

const opened = new Map<Device, Promise<Runtime>>();

/** One runtime per device and process. */
export function openDevice(device: Device): Promise<Runtime> {
  const runtime = opened.get(device) ?? (device === "wasm" ? openWeb({device}) : openNode({device}));
  opened.set(device, runtime);
  return runtime;
}

/** `it`, which skips WebGPU tests, visibly, where no driver is found. */
export function itOn(device: Device, title: string, test: (runtime: Runtime) => Promise<void>): void {
  const missing = device === "webgpu" && vulkanDriver === undefined;
  const name = `${device}: ${title}`;
  if (missing)
    it.skip(`${name} (skipped: no Vulkan driver; install chromium and libvulkan1, or set VK_DRIVER_FILES)`, () => {});
  else it(name, async () => test(await openDevice(device)), 120_000);
}
