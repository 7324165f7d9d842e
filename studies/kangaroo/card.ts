// data/models/kangaroo/README.md, from what training left there (training.json and logs).
import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {courseLines, dataSection, markdownTable, millions} from "../cardParts.js";
import {modelFolder} from "../exportModel.js";
import {formatDuration} from "../progress.js";
import {readAdaptersCard, type AdapterEntry} from "./exportAdapters.js";
import {lossTable, readLogs} from "./lossTable.js";
import {overDomains, type Measured} from "./measure.js";
import {MEDUSA_BLOCKS, MEDUSA_HEADS, type Architecture} from "../../src/nets/adapter/config.js";

/** Kangaroo (Liu et al. 2024), table 2: Vicuna-7B, exit layer 2 of 32, mean speed-up on Spec-Bench. */
const paper: Readonly<Record<Architecture, {parameters: string; speedUp: string}>> = {
  attention: {parameters: "67 M", speedUp: "1.50"},
  "own-head": {parameters: "198 M", speedUp: "1.44"},
  layer: {parameters: "202 M", speedUp: "1.37"},
  mlp: {parameters: "165 M", speedUp: "1.22"},
  medusa: {parameters: "591 M", speedUp: "1.41"}
};

const what: Readonly<Record<Architecture, string>> = {
  attention: "norm, attention, norm (Kangaroo's adapter)",
  "own-head": "the same with a head of its own",
  layer: "one whole layer and a norm",
  mlp: "norm, two linear layers, norm, own head",
  medusa: `Medusa: ${MEDUSA_HEADS} × ${MEDUSA_BLOCKS} residual blocks, the target's head`
};

/** Medusa as in the paper, a linear layer and an output layer for each head, which we trained first and did not keep. */
const ownHeads = {parameters: 3_293_184, acceptance: "0.394 / 0.288 / 0.241 / 0.215"};

/** Writes the card. @returns its path */
export async function writeAdaptersReadme(name: string): Promise<string> {
  const folder = modelFolder(name);
  const card = await readAdaptersCard(name);
  if (!card) throw new Error(`${folder}: no training.json; train first`);
  const {recipe, target, adapters} = card;
  const entries = Object.entries(adapters);
  const [[, first]] = entries;
  const {exitLayer: comparedAt} = recipe.compared;
  const overall = ({heldOut}: AdapterEntry, of: keyof Measured): string => {
    const heads = Object.values(heldOut)[0][of];
    return heads.map((_, k) => overDomains(heldOut, recipe.mixture, of, k).toFixed(3)).join(" / ");
  };
  const exits = entries.filter(([, {architecture}]) => architecture === "attention");
  const compared = entries.filter(
    ([, {architecture, exitLayer}]) => exitLayer === comparedAt || architecture === "medusa"
  );
  const domains = Object.keys(first.heldOut);
  const trained = ({step, tokens, seconds, device, runtime, date}: AdapterEntry, how: string): string =>
    `${millions(tokens)} tokens in ${step} steps, ${how}; ${formatDuration(seconds * 1000)} on ${device}, ${runtime}, ${date}`;
  const later = entries.filter(([, {command}]) => command !== first.command);
  const unfinished = entries.filter(([, {finished}]) => !finished).map(([own]) => own);

  const text = `# ${name}

${recipe.about}; after Kangaroo (Liu et al. 2024). Each file holds one
adapter: safetensors in F16, whose header names the architecture, the exit layer and the SHA-256 of the weights it drafts for.
Beside other weights it is refused.

${unfinished.length > 0 ? `**Unfinished:** ${unfinished.join(", ")}. These weights are for continuing; nothing is recorded from them.\n\n` : ""}- target: ${target.name}, SHA-256 \`${target.sha256}\`
- ${trained(first, "side by side over one forward pass of the target")}
${later.map(([own, entry]) => `- ${own}: ${trained(entry, "alone, over the same batches")}\n`).join("")}- again: \`npm run train -- ${name}\`; one of them alone, with the same bits: \`npm run train -- ${name} --only exit-${comparedAt}\`

## Exit layers

Held-out text, ${domains.join(", ")}, weighted as the training text is mixed. Loss is −Σ p log q in nats, p the target's
distribution and q the adapter's; Σ min(p, q) is the share of draft tokens that sampling would accept; the last column is the
share of tokens where both have the same first choice, which is what greedy verification accepts.

${markdownTable(
  ["adapter", "exit layer", "parameters", "loss", "Σ min(p, q)", "same first choice"],
  exits.map(([own, entry]) => [
    own,
    String(entry.exitLayer),
    entry.parameters.toLocaleString("en"),
    ...(["loss", "acceptance", "agreement"] as const).map((of) => overall(entry, of))
  ])
)}

Σ min(p, q) by domain:

${markdownTable(
  ["adapter", ...domains],
  entries.map(([own, {heldOut}]) => [
    own,
    ...domains.map((domain) => heldOut[domain].acceptance.map((value) => value.toFixed(3)).join(" / "))
  ])
)}

## Architectures

The modules of the paper's table 2, all at exit layer ${comparedAt} (Medusa on the last hidden state), with equal training: the same
texts, steps and loss. The paper's column is its speed-up for Vicuna-7B, whose exit layer is 2 of 32 as well. Ours are not
speeds: what a module costs on a device is measured where it is recorded.

${markdownTable(
  ["module", "file", "parameters", "loss", "Σ min(p, q)", "same first choice", "paper: parameters", "paper: speed-up"],
  compared.map(([own, entry]) => [
    what[entry.architecture],
    own,
    entry.parameters.toLocaleString("en"),
    ...(["loss", "acceptance", "agreement"] as const).map((of) => overall(entry, of)),
    paper[entry.architecture].parameters,
    paper[entry.architecture].speedUp
  ])
)}

Medusa's figures are those of its heads 1 / 2 / 3 / 4, which draft 1, 2, 3 and 4 places after the next token; the target's own
head gives that one. The others are asked for the next token again and again.

What differs from the paper: attention has the target's grouped queries, not as many key as query heads; heads of their own
start as the target's, at ${recipe.headRate} of the learning rate; the loss counts every token, not an assistant's alone.

Medusa's heads (Cai et al. 2024) have one residual block (a linear layer with bias, SiLU) and an output layer over the
vocabulary each. Ours have ${MEDUSA_BLOCKS} such blocks and end in the target's own output layer, which stays as it is, and they learn from
the target's distribution like all others. With output layers of their own, and one block without bias, they had
${ownHeads.parameters.toLocaleString("en")} parameters and Σ min(p, q) of ${ownHeads.acceptance} after the same training; the paper's
numbers are of such heads.

## Recipe

${courseLines(recipe, first.schedule)}; gradients are clipped adapter by adapter
- loss: cross-entropy against the target's whole distribution; the target's layers and head stay as they are

${dataSection(recipe)}
## Along the way

Training loss, nats per token:

${lossTable(await readLogs(folder))}
`;
  const path = join(folder, "README.md");
  await writeFile(path, text);
  return path;
}
