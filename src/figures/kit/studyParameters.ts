// What an address may set of a study's explorer.
import type {Study} from "./study.js";
import {studyMeasures} from "./studyMeasures.js";
import {about, choice, wholeNumber} from "./urlState.js";
import type {Parameter} from "./urlState.js";

/** moments of the training that the slider knows, besides its beginning */
export const FRAMES = 48;

/** Names of at most `most` runs, each "<point>.<seed>", with commas between them. Which runs are done only the data know. */
function runNames(most: number): Parameter<string> {
  const named = /^[\w.-]+\.\d+$/;
  return {
    initial: "",
    allowed: most === 1 ? "a run, as point.seed" : "two runs, as point.seed, with a comma between them",
    parse(text) {
      const names = text.split(",").filter(Boolean);
      return names.length <= most && names.every((name) => named.test(name)) ? names.join(",") : undefined;
    }
  };
}

export function studyParameters({axes, show = "score", curve = "training"}: Pick<Study, "axes" | "show" | "curve">) {
  return {
    show: about("final scores, or curves as training goes on", choice(show, ["score", "curves"])),
    x: about("what final scores are laid out by", choice<string>(axes[0].key, axes.map(({key}) => key))), // prettier-ignore
    y: about("which score", choice<string>("mean", studyMeasures.map(({key}) => key))), // prettier-ignore
    curve: about("which curve", choice(curve, ["training", "held-out"])),
    over: about("what curves run over", choice("share", ["share", "tokens", "flops"])),
    step: about(`moment of the training, of ${FRAMES}`, wholeNumber(FRAMES, 0, FRAMES)),
    run: about("run whose card is held", runNames(1)),
    pins: about("runs side by side", runNames(2))
  };
}

export interface StudyView {
  readonly show: "score" | "curves";
  readonly x: string;
  readonly y: string;
  readonly curve: "training" | "held-out";
  readonly over: "share" | "tokens" | "flops";
  readonly step: number;
  readonly run: string;
  readonly pins: string;
}
