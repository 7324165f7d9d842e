// npm run train -- <what> [options]: everything that is trained, or made from data for training. What there is and which
// options it has stands in the table below; what they do stands at the head of the file that each is imported from.
import {trainAppearance} from "./core/appearance.js";
import {writeBlazeFace} from "./core/blazeface/blazeface.js";
import {exportDetectors} from "./core/exportDetectors.js";
import {makeImages} from "./core/images.js";
import {trainAdapters} from "./kangaroo/train.js";
import {trainLanguageModel} from "./languageModel.js";
import {studyCommand} from "./study/command.js";
import {readTrainOptions, type OptionName, type TrainOptions} from "./trainOptions.js";

interface Trained {
  readonly options: readonly OptionName[];
  run(options: TrainOptions): Promise<void>;
}

const ADAPTERS = "kangaroo";

/** @param what a recipe of studies/recipes, if it is none of the others */
function trained(what: string): Trained {
  switch (what) {
    case "appearance":
      return {options: [], run: trainAppearance};
    case "blazeface":
      return {options: [], run: writeBlazeFace};
    case "core-images":
      return {options: ["only"], run: async ({only}) => console.log(await makeImages(only))};
    case "core-detectors":
      return {options: ["only"], run: ({only}) => exportDetectors(only)};
    case ADAPTERS:
      return {
        options: ["exit-layer", "only", "minutes", "export", "device", "threads"],
        run: ({"exit-layer": exitLayer, only, minutes, export: exportOnly = false, device = "cpu", threads = 1}) =>
          trainAdapters(ADAPTERS, {
            only: exitLayer === undefined ? only : `exit-${exitLayer}`,
            minutes,
            exportOnly,
            device,
            threads
          })
      };
    default:
      return {
        options: ["finish", "minutes", "export", "set-aside", "device", "threads"],
        run: ({export: exportOnly = false, "set-aside": setAside = false, device = "cpu", threads = 1, ...others}) =>
          trainLanguageModel(what, {exportOnly, setAside, device, threads, ...others})
      };
  }
}

const [first = "", ...others] = process.argv.slice(2);
if (first === "study") await studyCommand(others);
else {
  const [what, args] = first === "" || first.startsWith("-") ? ["joey", process.argv.slice(2)] : [first, others];
  const {options, run} = trained(what);
  await run(readTrainOptions(what, options, args));
}
process.exit();
