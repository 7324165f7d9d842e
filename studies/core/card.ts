// data/models/appearance/README.md, from what training measured.
import {markdownTable} from "../cardParts.js";
import type {AppearanceTraining, Size} from "./appearance.js";
import type {Distances} from "./distances.js";

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export function appearanceCard(training: AppearanceTraining): string {
  const {recipe, portraits, size, sizes, novelty, credits, shapeVariance} = training;
  const sizeRow = ({components, bytes, variance, error, decibels}: Size): string[] =>
    [String(components), `${(bytes / 1000).toFixed(0)} kB`, percent(variance), error.toFixed(2), decibels.toFixed(1)]; // prettier-ignore
  const distanceRow = (name: string, d: Distances): string[] =>
    [name, String(d.samples), ...[d.smallest, d.median, d.largest].map((value) => value.toFixed(1))]; // prettier-ignore
  return `# appearance

${recipe.about}. Nobody it draws is real.

- ${portraits} portraits, ${recipe.shapeComponents} components of shape, ${recipe.textureComponents} of texture, ${recipe.appearanceComponents} in which both change together
- \`appearance.bin.gz\`, ${size.bytes.toLocaleString("en-US")} bytes; SHA-256 \`${training.sha256}\`
- built on ${training.device}, ${training.date}
- again: \`${training.command}\`, with CONCORD_FACES naming a folder of the aligned portraits

## What it is

An active appearance model (Cootes, Edwards and Taylor 2001): landmarks of aligned portraits, and their colours in the mean shape, as means and principal components. A new person is a mixture of four portraits that are alike in sex, skin, light, mouth, pose and age; mixing takes fine detail away, so what is left of it is strengthened by 1 + 1.3 · (1 / √Σw² − 1). Near the outline the texture is that of one of the four, so that no two hairlines are blended. Faces are shown in an oval.

The portraits are pictures of nobody, made by a generator and given to the public domain (CC0). No picture of them is here; but components and coefficients compress them, and with both, a portrait can be drawn again as nearly as the table below says. So a person drawn is a relative of the four portraits, above all of the one with the largest share.

## Data

${credits.map(({credit, licence, via}, i) => `- ${i === 0 ? "portraits" : "landmarks of neutral and smiling faces, for the mean smile alone (of real people; no picture of them, and none of their colours, is in the model)"}: ${credit}; ${licence}${via ? `; ${via}` : ""}`).join("\n")}

Left out: portraits turned to the side (${recipe.largestYaw} of half the face's width or more), and ${Object.entries(
    recipe.leftOut
  )
    .map(([why, names]) => `${names.length} with ${why}`)
    .join(", ")}. ${recipe.innerOnly.portraits.length} more give no frame (${recipe.innerOnly.what.split(":")[0]}).

## What its size keeps

Error of the portraits' own textures, drawn from the stored model: grey levels (of Y, Cb and Cr), and the signal-to-noise ratio of brightness. Variance is that of the components before they are rounded.

${markdownTable(["components of texture", "compressed", "variance", "error", "dB"], sizes.map(sizeRow))}

The components of shape hold ${percent(shapeVariance)} of the variance of shapes.

## New people, or copies?

Root mean square distance of shape-free textures, in grey levels.

${markdownTable(["to the nearest portrait", "of", "smallest", "median", "largest"], [distanceRow("samples", novelty.samples), distanceRow("portraits, to another", novelty.portraits)])}

The nearest portrait is one of the four parents for ${percent(novelty.nearestIsParent)} of the samples; ${percent(novelty.nearerThanPortraits)} are nearer to a portrait than any two portraits are to each other. Mixtures lie nearer the middle of all faces than their parents do, so their distances are smaller even where nobody is repeated. This is a distance of pixels: no network that recognises faces was used, and it does not say that a person would call a sample somebody else.

## Limits

- The portraits' generator decides what people look like: men are much alike, skin is flawless or furrowed, eyes meet the camera.
- Frontal faces only, no glasses, no head coverings, no children.
- Smiles are moves of landmarks with closed lips. Teeth are shown only where a parent shows them.
`;
}
