// What a step costs: processor time where it is computed on a processor, and the time it took on a GPU, which the
// processor only waits for.
import type {Runtime} from "../src/runtime/runtime.js";

export interface Clock {
  begin(): void;
  /** seconds since `begin` */
  read(): number;
}

export function clockOf({device}: Pick<Runtime, "device">): Clock {
  let usage = process.cpuUsage();
  let at = performance.now();
  return {
    begin() {
      usage = process.cpuUsage();
      at = performance.now();
    },
    read() {
      if (device === "webgpu") return (performance.now() - at) / 1000;
      const {user, system} = process.cpuUsage(usage);
      return (user + system) / 1e6;
    }
  };
}
