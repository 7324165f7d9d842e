// A trained forgery detector from a safetensors file, on any runtime. The file holds the detector's parameters with folded
// normalisations (nets/detector/graph.ts), in F32, F16 or BF16; its shape follows from those of its tensors.
import {externalWeights, weightFiles} from "./weights.js";
import {readMetadata, readSafetensors} from "./safetensors.js";
import {sha256} from "./sha256.js";
import {checkDetector, smallDetector, type DetectorConfig} from "../nets/detector/config.js";
import {detectorGraph, foldedParameters} from "../nets/detector/graph.js";
import type {HostTensor} from "../onnx/index.js";
import type {WeightFile, WeightLocation} from "./checkpoint.js";
import type {Runtime} from "./runtime.js";

/** A detector's file, checked. */
export interface DetectorCheckpoint {
  readonly config: DetectorConfig;
  readonly files: readonly WeightFile[];
  /** parameter name → where it lies */
  readonly weights: ReadonlyMap<string, WeightLocation>;
  /** SHA-256 of the file, as hex */
  readonly sha256: string;
}

/** What a detector says of n faces. */
export interface Detections {
  /** pooled features [n, F] */
  readonly features: Float32Array;
  /** real and manipulated [n, 2] */
  readonly logits: Float32Array;
  /**
   * class activation maps [n, h, w], h = w = size / 2^k: how much each place speaks for "manipulated". Their mean, with the
   * biases, is the difference of the logits.
   */
  readonly activation: Float32Array;
}

export interface Detector {
  readonly config: DetectorConfig;
  readonly runtime: Runtime;
  /** identity of the weights */
  readonly sha256: string;
  /** length of a feature */
  readonly featureLength: number;
  /** places along an edge of an activation map */
  readonly mapSize: number;
  /**
   * @param faces [n, 3, size, size] with values around 0 (images/window.ts writes them), n ≥ 1
   * @throws where they are not whole faces, naming the length
   */
  detect(faces: Float32Array): Promise<Detections>;
  release(): Promise<void>;
}

/**
 * Check a detector's file.
 * @param size pixels along an edge of a face; default: the metadata's `size`, else that of the study's detectors
 * @throws where the file is damaged, and where a parameter is missing or has another shape or an unsupported dtype
 */
export async function openDetectorCheckpoint(
  {name: file, bytes}: WeightFile,
  size?: number
): Promise<DetectorCheckpoint> {
  const weights = new Map(readSafetensors(bytes, file).map((tensor) => [tensor.name, {...tensor, file}]));
  const channels: number[] = [];
  for (let name = "stem.kernel"; weights.has(name); name = `blocks.${channels.length - 1}.first.pointwise`) {
    channels.push((weights.get(name) as WeightLocation).shape[0]);
  }
  if (channels.length === 0) throw new Error(`${file}: stem.kernel is missing; it is no detector's`);
  const known = readMetadata(bytes, file).size;
  const config = {size: size ?? (known === undefined ? smallDetector.size : Number(known)), channels};
  checkDetector(config);
  for (const {name, shape} of foldedParameters(config)) {
    const found = weights.get(name);
    if (found?.shape.join() !== shape.join()) {
      const there = found ? `[${found.shape.join(", ")}]` : "missing";
      throw new Error(`${file}: ${name} is ${there}, a detector of ${channels.join(", ")} needs [${shape.join(", ")}]`);
    }
    if (!["F32", "F16", "BF16"].includes(found.dtype)) {
      throw new Error(`${file}: ${name}: unsupported dtype ${found.dtype}; supported: F32, F16, BF16`);
    }
  }
  return {config, files: [{name: file, bytes}], weights, sha256: await sha256(bytes)};
}

/** A detector on a runtime, for any number of faces at a time. */
export async function openDetector(runtime: Runtime, checkpoint: DetectorCheckpoint): Promise<Detector> {
  const {config} = checkpoint;
  const weight = externalWeights(checkpoint);
  const graph = detectorGraph(config, (inside, {name}) => weight(inside, name));
  const session = await runtime.createSession(graph.build(), {name: "detector", externalData: weightFiles(checkpoint)});
  const length = 3 * config.size ** 2;
  return {
    config,
    runtime,
    sha256: checkpoint.sha256,
    featureLength: config.channels[config.channels.length - 1],
    mapSize: config.size / 2 ** config.channels.length,
    async detect(data) {
      const count = data.length / length;
      if (!Number.isInteger(count) || count === 0) {
        throw new Error(`detect: ${data.length} numbers; a face takes 3 · ${config.size} · ${config.size} = ${length}`);
      }
      const faces: HostTensor = {dtype: "float32", dims: [count, 3, config.size, config.size], data};
      const {features, logits, activation} = await session.run({faces});
      return {
        features: features.data as Float32Array,
        logits: logits.data as Float32Array,
        activation: activation.data as Float32Array
      };
    },
    release: () => session.release()
  };
}
