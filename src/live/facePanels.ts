// The live panels of the CORE chapter share one worker a page.
import {faceLab, type FaceLab} from "./faces.js";
import {faceSources, type FaceManifest} from "./faceManifest.js";

/** Pictures that stand there before anything is fetched, as data: addresses. */
export interface Opening {
  readonly face: string;
  readonly views: readonly string[];
}

export interface FacePanelOptions {
  readonly manifest: FaceManifest;
  readonly lab: FaceLab;
  readonly opening?: Opening;
}

let shared: FaceLab | undefined;

/** What every panel is given: the page's own lab, where none is handed in. */
export function facePanelOptions(manifest: FaceManifest): FacePanelOptions {
  shared ??= faceLab(
    () => Promise.resolve(faceSources(manifest)),
    () => new Worker(import.meta.resolve("./faces.worker.js"), {type: "module"})
  );
  return {manifest, lab: shared};
}
