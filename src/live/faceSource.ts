// Where the numbers of the CORE chapter's live parts come from.
import type {Source} from "../figures/kit/source.js";
import type {FaceLab} from "./faces.js";
import {detectorNames, type FaceManifest} from "./faceManifest.js";

const known = new WeakMap<object, Source>();

/** The same object until something has been opened. */
export function liveFaceSource(manifest: FaceManifest, lab: FaceLab): Source {
  const key = lab.detectors ?? manifest;
  const source = known.get(key) ?? sourceOf(manifest, lab);
  known.set(key, source);
  return source;
}

function sourceOf({appearance, detectors}: FaceManifest, lab: FaceLab): Source {
  const judged = lab.detectors;
  const threads = judged && `wasm, ${judged.threads} thread${judged.threads > 1 ? "s" : ""}`;
  return {
    how: judged ? "Run in this page just now" : "To be run in this page",
    models: [
      {name: "appearance", sha256: appearance.sha256},
      ...Object.entries(detectors).map(([name, {sha256}]) => ({
        name: `detector ${detectorNames[name] ?? name}`,
        sha256
      }))
    ],
    more: [
      ...Object.entries(detectors).map(([name, {run, parameters, size, auc}]): [string, string] => [
        `Detector ${detectorNames[name] ?? name}`,
        `${parameters} weights, windows of ${size} pixels, run ${run} of the study${auc === undefined ? "" : `, AUC ${auc.toFixed(3)} on test pictures of sampled people`}`
      ]),
      ...(judged && threads
        ? ([
            ["Device", threads],
            ["Runtime", judged.version]
          ] as [string, string][])
        : [])
    ]
  };
}
