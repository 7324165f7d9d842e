// Where recorded detections come from, as a figure's source.
import type {DetectionSource} from "../sphereData.js";
import type {Source} from "./source.js";

export const detectionSource = (
  {models, images, provenance}: DetectionSource,
  runs: readonly {readonly name: string; readonly hash: string}[]
): Source => ({
  how: "Recorded from trained detectors",
  models,
  texts: `sampled faces of the test split (picture sets ${images})`,
  provenance,
  more: [["Runs", runs.map(({name, hash}) => `${name} (${hash})`).join(", ")]]
});
