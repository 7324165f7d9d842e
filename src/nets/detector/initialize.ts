// Starting weights of the detector: normal with variance 2 / fan-in before a rectifier (He et al. 2015), norms 1 and 0.
import {detectorParameters} from "./parameters.js";
import type {DetectorConfig} from "./config.js";

/** @param random uniform numbers in [0, 1), drawn in the order of `detectorParameters` */
export function initializeDetector(config: DetectorConfig, random: () => number): Map<string, Float32Array> {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return new Map(
    detectorParameters(config).map(({name, shape}) => {
      const data = new Float32Array(shape.reduce((n, d) => n * d, 1));
      if (shape.length === 1) return [name, data.fill(name.endsWith("weight") ? 1 : 0)];
      const fanIn = shape.slice(1).reduce((n, d) => n * d, 1);
      // depthwise kernels and the linear layer have no rectifier behind them
      const gain = name.endsWith("depthwise") || name.startsWith("linear") || name.endsWith("skip") ? 1 : 2;
      const deviation = Math.sqrt(gain / fanIn);
      for (let i = 0; i < data.length; i++) data[i] = normal() * deviation;
      return [name, data];
    })
  );
}
