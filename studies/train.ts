// npm run train -- <what> [options]: everything that is trained, or made from data for training. What there is and which
// options it has stands in the table below, and --help says it; what they do stands at the head of the file that each is
// imported from.
import {commandLine, count, flag, machine, positive, refuse, text, type Options, type Values} from "../tools/commandLine.js"; // prettier-ignore
import {trainAppearance} from "./core/appearance.js";
import {writeBlazeFace} from "./core/blazeface/blazeface.js";
import {exportDetectors} from "./core/exportDetectors.js";
import {makeImages} from "./core/images.js";
import {trainAdapters} from "./kangaroo/train.js";
import {trainLanguageModel} from "./languageModel.js";
import {languageModels} from "./recipe.js";
import {studyCommand} from "./study/command.js";

const USAGE = "npm run train --";

interface Trained {
  readonly about: string;
  run(usage: string, args: readonly string[]): Promise<void>;
}

const trained = <O extends Options>(about: string, options: O, run: (values: Values<O>) => Promise<void>): Trained => ({
  about,
  run: (usage, args) => run(commandLine({usage, about, options}, args).values)
});

const minutes = positive("minutes after which it saves and stops; the same command goes on");
const exporting = flag("write the newest checkpoint to data/models, and train nothing");

const things: Readonly<Record<string, Trained>> = {
  appearance: trained("The model of faces, from portraits (CONCORD_FACES).", {}, trainAppearance),
  blazeface: trained("The face detector, converted from its package.", {}, writeBlazeFace),
  "core-images": trained(
    "Picture sets for detectors, from portraits (CONCORD_FACES), into the cache.",
    {only: text("a source, such as london; all, where none is named")},
    async ({only}) => console.log(await makeImages(only))
  ),
  "core-detectors": trained(
    "The page’s two detectors, out of runs of the study core in the cache.",
    {only: text("the part of the study", "final")},
    ({only}) => exportDetectors(only)
  ),
  kangaroo: trained(
    "Kangaroo’s adapters, side by side.",
    {
      "exit-layer": count("only the adapter at this layer"),
      only: text("only the adapter of this name, such as exit-2-layer or medusa"),
      minutes,
      export: exporting,
      ...machine
    },
    ({"exit-layer": layer, only, export: exportOnly, ...others}) =>
      trainAdapters("kangaroo", {only: layer === undefined ? only : `exit-${layer}`, exportOnly, ...others})
  )
};

/** A recipe of studies/recipes. */
const languageModel = (name: string): Trained =>
  trained(
    `A language model, studies/recipes/${name}.json.`,
    {
      finish: count("decay for so many steps from the newest checkpoint, on a branch of its own"),
      minutes,
      export: exporting,
      "set-aside": flag("put the newest checkpoint’s weights beside the model, and train nothing"),
      ...machine
    },
    ({export: exportOnly, "set-aside": setAside, ...others}) =>
      trainLanguageModel(name, {exportOnly, setAside, ...others})
  );

async function run(args: readonly string[]): Promise<void> {
  const [first = "", ...others] = args;
  if (first === "--help" || first === "-h") return console.log(await help());
  if (first === "study") return studyCommand(others);
  // options alone are joey's
  const [what, rest] = first === "" || first.startsWith("-") ? ["joey", args] : [first, others];
  await (Object.hasOwn(things, what) ? things[what] : languageModel(what)).run(`${USAGE} ${what}`, rest);
}

async function help(): Promise<string> {
  const rows = [
    ...(await languageModels()).map((name) => [name, languageModel(name).about]),
    ...Object.entries(things).map(([name, {about}]) => [name, about]),
    ["study", "What a study lacks, run by run."]
  ];
  const wide = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, about]) => `  ${name.padEnd(wide)}  ${about}`);
  return [`${USAGE} <what> [options]`, "", ...lines, "", `${USAGE} <what> --help lists the options.`].join("\n");
}

await run(process.argv.slice(2)).catch(refuse);
process.exit();
