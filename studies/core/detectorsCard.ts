// data/models/core/README.md: the two detectors of the page, from their runs.
import {markdownTable} from "../cardParts.js";
import {familyNames} from "../../src/images/manipulate/index.js";
import type {DetectorsTraining} from "./exportDetectors.js";
import type {DetectorScore} from "../../src/traces/detectorRun.js";

const kindNames: Readonly<Record<string, string>> = {all: "all four", ...familyNames};

export function detectorsCard({command, detectors}: DetectorsTraining): string {
  const [first] = Object.values(detectors);
  const {recipe, parameters} = first;
  const row = ({source, kind, jpeg, pristine, manipulated, auc, interval: [low, high]}: DetectorScore): string[] => [
    source,
    (kindNames[kind] ?? kind) + (jpeg === undefined ? "" : `, JPEG ${jpeg}`),
    `${pristine} and ${manipulated}`,
    `${auc.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`
  ];
  const about = Object.entries(detectors).map(
    ([name, {bytes, sha256, run, recipe: own, device, date}]) =>
      `- \`${name}.safetensors\`, trained ${name === "none" ? "without consistency" : `with ${own.consistency} consistency at rate ${own.rate}`}: ${bytes.toLocaleString("en-US")} bytes, SHA-256 \`${sha256}\`, run ${run} of data/runs/core.jsonl, ${device}, ${date}`
  );
  return `# core

Two detectors of manipulated faces, for teaching. They differ in one term of the loss. What they say of a photograph is no proof of anything.

${about.join("\n")}
- ${parameters.toLocaleString("en-US")} weights each, ${recipe.channels.join(", ")} channels, windows of ${recipe.size} × ${recipe.size} pixels out of aligned crops of 128
- again: \`npm run train -- study core --only ${first.part}\`, then \`${command}\`

## What they are

Separable convolutions with residual connections, as in Xception (Chollet 2017) but much smaller, then a mean over places and a linear layer. Normalisations are folded into a scale and a shift. Trained from random weights, not from ImageNet's, with CORE's loss (Ni et al. 2022): cross-entropy with weights 4 and 1 for real and manipulated faces and, in one of the two, the mean of (1 − cos)² between the features of two views of one picture.

## What they were trained on

${recipe.views.toLocaleString("en-US")} views of faces that an appearance model draws, of nobody real, pristine and with four manipulations (swap, graphics swap, re-enactment, re-rendered mouth), augmented by ${recipe.augmentation}. The weights are those with the best AUC on a validation split. People, and the portraits that they are mixed from, are in one split only.

## What they can do

AUC on the test split, with a 95 % interval by a bootstrap over people. “null” is the whole pipeline with every knob at 0: an interval above 0.5 there would mean that the pipeline itself gives forgeries away. Values a little below it are the luck of this one draw of the pipeline, which all detectors share (docs/studies.md).

${Object.entries(detectors)
  .map(
    ([name, {scores}]) =>
      `### ${name}\n\n${markdownTable(["source", "manipulation", "pictures, pristine and manipulated", "AUC"], scores.map(row))}`
  )
  .join("\n\n")}

## Limits

- A few simple manipulations of one kind of picture: nothing is known of what networks make today.
- Sampled faces lie in an oval on grey ground; photographs do not.
- Test sets are small, and intervals wide.
`;
}
