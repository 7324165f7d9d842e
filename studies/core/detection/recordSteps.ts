// What a run says of the faces at every step whose weights it kept.
import {openDetector} from "../../../src/runtime/detector.js";
import {quantize, type DetectionRun} from "../../../src/traces/index.js";
import {chosenOf, keptSteps, weightsOf, type CachedRun} from "./cachedRuns.js";
import {projectToSphere} from "./projection.js";
import type {Runtime} from "../../../src/runtime/runtime.js";
import type {FaceViews} from "./faces.js";

/** faces that go through at a time */
const AT_ONCE = 8;

export async function recordSteps(
  runtime: Runtime,
  run: CachedRun,
  views: readonly FaceViews[],
  say: (share: number) => void = () => {}
): Promise<DetectionRun> {
  const {recipe} = run;
  const steps = await keptSteps(run);
  const features: Float32Array[] = [];
  const logits: number[] = [];
  const kept: string[] = [];
  for (const [k, step] of steps.entries()) {
    const detector = await openDetector(runtime, await weightsOf(run, `kept-${step}.safetensors`));
    kept.push(detector.sha256);
    for (let first = 0; first < views.length; first += AT_ONCE) {
      const some = views.slice(first, first + AT_ONCE);
      const length = some[0].data.length;
      const faces = new Float32Array(some.length * length);
      some.forEach(({data}, i) => faces.set(data, i * length));
      const found = await detector.detect(faces);
      const width = detector.featureLength;
      for (let i = 0; i < 2 * some.length; i++) features.push(found.features.slice(i * width, (i + 1) * width));
      logits.push(...found.logits);
    }
    await detector.release();
    say((k + 1) / steps.length);
  }
  const {points, share} = projectToSphere(features, features.length - 2 * views.length);
  const norms = features.map((feature) => Math.sqrt(feature.reduce((sum, value) => sum + value * value, 0)));
  const cosine = Array.from({length: features.length / 2}, (_, i) => {
    const dot = features[2 * i].reduce((sum, value, k) => sum + value * features[2 * i + 1][k], 0);
    return Math.max(-1, Math.min(1, dot / (norms[2 * i] * norms[2 * i + 1] || 1)));
  });
  const chosen = await chosenOf(run);
  const span = (values: readonly number[]): [number, number] => [
    values.reduce((least, value) => Math.min(least, value), Infinity),
    values.reduce((most, value) => Math.max(most, value), -Infinity)
  ];
  return {
    type: "detection-run",
    name: run.name,
    hash: run.hash,
    consistency: recipe.consistency,
    rate: recipe.rate,
    augmentation: recipe.augmentation,
    seed: recipe.seed,
    size: recipe.size,
    featureLength: features[0].length,
    chosen: chosen.step,
    validation: chosen.auc,
    weights: (await weightsOf(run, "weights.safetensors")).sha256,
    steps,
    kept,
    share: Number(share.toFixed(4)),
    points: quantize(points.flat(), -1, 1, 16),
    cosine: quantize(cosine, -1, 1, 16),
    logits: quantize(logits, ...span(logits), 16),
    norms: quantize(norms, 0, span(norms)[1], 16)
  };
}
