// Networks for the shape workbench to start from: ours, as their config.json has them, and those of the paper, from its
// table of models and its Table 2 (heads of 128, expansion 2.77, embedding and head apart).
import {readFileSync} from "node:fs";
import type {Paper} from "../../src/figures/paperData.js";
import {columnOf, factOf, tableOf} from "../../src/figures/paperData.js";
import type {NamedShape} from "../../src/figures/shapeData.js";
import {parseLlamaConfig} from "../../src/nets/llama/config.js";

const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

/** All of them. */
export function namedShapes(): NamedShape[] {
  const paper = read("data/papers/tiny-lm.json") as Paper;
  const {rows} = tableOf(paper, "models");
  const [depths, widths] = ["depth", "width"].map((key) => columnOf(tableOf(paper, "shape"), key));
  const vocabulary = Number(factOf(paper, "vocabulary").value);
  return [
    ...["joey", "joey-draft"].map(ours),
    ...printed(paper, "models", {name: (i) => String(rows[i][0]), beside: true}),
    ...printed(paper, "shape", {name: (i) => `paper’s Table 2: ${depths[i]} × ${widths[i]}`, vocabulary, beside: false})
  ];
}

/** One of our networks, data/models/<name>. */
function ours(name: string): NamedShape {
  const config = parseLlamaConfig(read(`data/models/${name}/config.json`));
  return {
    name,
    from: "ours",
    beside: true,
    depth: config.layers,
    width: config.hiddenSize,
    heads: config.heads,
    kvHeads: config.kvHeads,
    headSize: config.headDim,
    expansion: config.intermediateSize / config.hiddenSize,
    vocabulary: config.vocabSize,
    tied: config.tiedHead
  };
}

/** The networks of one of the paper's tables; of one without a column of vocabularies all have `vocabulary`. */
function printed(
  paper: Paper,
  table: string,
  {name, vocabulary, beside}: {name: (row: number) => string; vocabulary?: number; beside: boolean}
): NamedShape[] {
  const number = (fact: string): number => Number(factOf(paper, fact).value);
  const {rows} = tableOf(paper, table);
  const column = (key: string): number[] => columnOf(tableOf(paper, table), key).map(Number);
  return rows.map((_, i): NamedShape => {
    const width = column("width")[i];
    const heads = width / number("headSize");
    return {
      name: name(i),
      from: "paper",
      beside,
      depth: column("depth")[i],
      width,
      heads,
      kvHeads: heads,
      headSize: number("headSize"),
      expansion: number("expansion"),
      vocabulary: vocabulary ?? column("vocabulary")[i],
      tied: false
    };
  });
}
