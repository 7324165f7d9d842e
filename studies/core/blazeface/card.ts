// data/models/blazeface/README.md, from where the weights come from and what was measured of them.
import {markdownTable} from "../../cardParts.js";
import type {BlazeFaceOrigin} from "./blazeface.js";
import type {BlazeFaceMeasured, Measured, Spread, Time} from "./measured.js";

const grouped = (n: number): string => n.toLocaleString("en-US");

export function blazeFaceCard(origin: BlazeFaceOrigin, measured?: BlazeFaceMeasured): string {
  const {parameters, sha256, source, command} = origin;
  return `# blazeface

A face detector by Google (MediaPipe Face Detection, short range), as it is. This project has not trained it, only brought it into another format.

- ${grouped(parameters)} parameters; \`model.safetensors\` in F16
- SHA-256 of the weights: \`${sha256}\`
- from \`${source.file}\` (${grouped(source.bytes)} bytes, \`sha256:${source.digest}\`) in the npm package \`${source.package}\`, version ${source.version}
- credit: ${source.credit}; ${source.paper}
- licence: ${source.licence}; [its text](https://www.apache.org/licenses/LICENSE-2.0) lies beside the weights
- changed: ${source.changes}
- again: \`${command}\`

## What it is

[BlazeFace](https://arxiv.org/abs/1907.05047): a stem and sixteen residual blocks of separable convolutions read a picture of 128 × 128 pixels and say of 896 anchors whether a face is there, where its box lies, and where eyes, nose, mouth and ears are. Boxes that overlap are one face; their numbers are averaged, weighted by score.

Here it aligns faces: crops that a detector of forgeries reads are cut by its points, and where a face lies is all that it is asked. It does not say who somebody is. Pictures stay on the visitor's device.

\`src/nets/blazeface\` describes the network and decodes what it says; \`src/images/findFace.ts\` looks twice, at the whole picture and then at an upright square around the face, whose points are the ones that count.

${measured ? measurements(measured) : ""}## Limits

- "Short range": made for faces within two metres of a camera. Faces smaller than in the tables, turned by more than 20° or away from the camera were not measured.
- Of several faces the one with the largest area × score is taken.
- Nothing is known here of how well it does on different groups of people; the portraits above are too few to tell, and all are adults.
- Points of ears are guesses where hair hides them; they are not used for alignment.
`;
}

const signed = ({mean, deviation, within95}: Spread, unit: string): string =>
  `${mean < 0 ? "−" : "+"}${Math.abs(mean).toFixed(1)} ± ${deviation.toFixed(1)}${unit} (${within95.toFixed(1)})`;

function measurements({rows, milliseconds, processor, date}: BlazeFaceMeasured): string {
  const which = ({source, share, turned, looks}: Measured): string =>
    `${source}${share < 1 ? `, ${share} of the picture` : ""}${turned === 0 ? "" : `, turned ${turned < 0 ? "−" : ""}${Math.abs(turned)}°`}, ${looks === 1 ? "one look" : "two looks"}`;
  const error = ({median, within95}: Measured["points"][number]): string =>
    `${(100 * median).toFixed(1)} (${(100 * within95).toFixed(1)})`;
  const found = markdownTable(
    ["portraits", "found", "right eye", "left eye", "nose", "mouth", "right ear", "left ear"],
    rows.map((row) => [which(row), `${row.found} of ${row.portraits}`, ...row.points.map(error)])
  );
  const aligned = markdownTable(
    ["portraits", "turn, degrees", "scale, %", "to the right, %", "down, %"],
    rows.map((row) => [which(row), ...[row.turn, row.scale, row.right, row.down].map((value) => signed(value, ""))])
  );
  const time = ({fastest, median}: Time): string => `${fastest.toFixed(1)} (${median.toFixed(1)})`;
  const times = markdownTable(
    ["runtime", "device", "network, ms", "a look, ms"],
    milliseconds.map((row) => [row.runtime, row.device, time(row.network), time(row.look)])
  );
  return `## Measured

On portraits of 320 × 320 pixels whose landmarks are known (studies/core/landmarks.json; no picture of them is here), as they are or smaller and turned on a grey ground; a face, from forehead to chin, takes about 70 % of a portrait's height. Distance of each point from the landmarks', in percent of the distance between the eyes: median, and in brackets what 95 % stay below. Both are opinions: a landmark of the nose is not quite what BlazeFace was taught a nose to be.

${found}

How an aligned crop lies against the crop of the landmarks, in degrees, in percent, and in percent of the crop's side: mean ± standard deviation, and in brackets what 95 % stay below, signs aside.

${aligned}

A look is the network and what prepares a picture of 320 × 320 pixels for it; of 200 runs what the fastest tenth stays below, and in brackets the median, on ${processor}, which did other work beside, ${date}. Aligning a face takes two looks.

${times}

Again: \`npx tsx studies/core/blazeface/measure.ts\`, with CONCORD_FACES naming a folder of the portraits.

`;
}
