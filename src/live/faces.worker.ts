// The worker in which faces are drawn, manipulated and judged. Detectors are small and run on the processor: on a GPU the
// way there and back would take longer than they do.
import {openBlazeFace} from "../runtime/blazeface.js";
import {findFaces} from "../images/findFace.js";
import {openDetector, openDetectorCheckpoint, type Detector} from "../runtime/detector.js";
import {fetchWeights} from "../runtime/fetchWeights.js";
import {openWeb} from "../runtime/web.js";
import {serveFaces} from "./serveFaces.js";
import {workerThreads} from "./workerThreads.js";
import type {LoadOptions} from "../runtime/beside.js";
import type {RemoteFile} from "../runtime/fetchCheckpoint.js";

const fetched = ({url, bytes, sha256}: RemoteFile, options: LoadOptions): Promise<Uint8Array> => fetchWeights(url, {...options, bytes, sha256}); // prettier-ignore

self.addEventListener("message", ({ports: [port]}: MessageEvent<unknown>) => {
  serveFaces(port, {
    fetch: fetched,
    async unpack(bytes) {
      const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    },
    async open({detectors, finder}, options) {
      const threads = workerThreads();
      const {progress, signal} = options;
      const runtime = await openWeb({device: "wasm", threads, progress, signal});
      const opened: Record<string, Detector> = {};
      for (const [name, file] of Object.entries(detectors)) {
        const bytes = await fetched(file, options);
        opened[name] = await openDetector(runtime, await openDetectorCheckpoint({name: file.name, bytes}));
      }
      const network =
        finder && (await openBlazeFace(runtime, {name: finder.name, bytes: await fetched(finder, options)}));
      return {threads, version: runtime.version, detectors: opened, ...(network ? {find: (image) => findFaces(network, image)} : {})}; // prettier-ignore
    }
  });
});
