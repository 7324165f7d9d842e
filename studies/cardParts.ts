// What all model cards say in the same words.
import {readManifest} from "./corpora/read.js";
import type {Course} from "./recipe.js";
import type {Schedule} from "../src/training/schedule.js";

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** A Markdown table; all columns but the first hold numbers. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map((_, i) => (i ? "---:" : "---"))), ...rows.map(row)].join("\n");

export const millions = (n: number): string => `${(n / 1e6).toFixed(2)} M`;

/** Where the texts come from, and in which shares they are read. */
export const dataSection = ({mixture}: Course): string => `## Data

${readManifest()
  .files.filter(({split}) => split === "train")
  .map(({domain, what, licence, source}) => `- **${domain}**: ${what} (${licence}; ${source})`)
  .join("\n")}
- **edit**: made by the trainer from the four above: passages with small mistakes, then the passage as it was

Share of tokens: ${Object.entries(mixture)
  .map(([d, share]) => `${d} ${share}`)
  .join(", ")}. Held-out documents are in no training file.
`;

/** What is particular about a phase, beside its rows. */
const particular = ({mixture: own, repeats}: Course["phases"][number]): string => {
  const parts = [
    ...(own ? [`${Object.entries(own).map(([d, share]) => `${d} ${share}`).join(", ")}`] : []), // prettier-ignore
    ...(repeats ? [`${Math.round(repeats.share * 100)} % of rows repeat segments of ${repeats.segment.join("–")} random tokens`] : []) // prettier-ignore
  ];
  return parts.length > 0 ? ` (${parts.join("; ")})` : "";
};

/** Batches, learning rate and optimizer, a line each. */
export const courseLines = ({phases, optimizer, seed}: Course, schedule: Schedule): string =>
  `- batches: ${phases.map((phase) => `${phase.batch} × ${phase.length} tokens for ${Math.round(phase.share * 100)} % of the steps${particular(phase)}`).join(", then ")}
- learning rate: warm-up ${schedule.warmup} steps to ${schedule.peak}, constant, decay over the last ${schedule.decay} of ${schedule.steps}
- AdamW: ${Object.entries(optimizer)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ")}; seed ${seed}`;
