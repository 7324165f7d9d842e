// A store as the Cache API has them, in memory.
import type {WeightsStore} from "../../src/runtime/fetchWeights.js";

export function memoryStore(): WeightsStore & {readonly entries: Map<string, Uint8Array>} {
  const entries = new Map<string, Uint8Array>();
  return {
    entries,
    match: async (key) => {
      const found = entries.get(String(key));
      return found && new Response(found as Uint8Array<ArrayBuffer>);
    },
    put: async (key, response) => void entries.set(String(key), new Uint8Array(await response.arrayBuffer())),
    delete: async (key) => entries.delete(String(key))
  };
}
