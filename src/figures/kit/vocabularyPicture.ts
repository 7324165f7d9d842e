// A text cut by vocabularies of several sizes, side by side, each with what it costs; below, all sizes in two charts.
import type {Paper} from "../paperData.js";
import type {VocabularyData} from "../vocabularyData.js";
import {tabulate} from "./dataTable.js";
import {formatCount, formatPercent, html} from "./dom.js";
import type {Child} from "./dom.js";
import type {Picture} from "./frame.js";
import {headShare, LEAST_COVERED, MOST_HEAD} from "./headShare.js";
import type {HeadOf} from "./headShare.js";
import type {CutText, Piece, Vocabulary} from "./openVocabulary.js";
import {isRare, oneIn, pieceWords, RARE, tokenPieces} from "./tokenPieces.js";
import {adviceChart, coveredBy, paperCurves, tokensChart} from "./vocabularyCharts.js";

export interface VocabularyPictureOptions {
  readonly data: VocabularyData;
  readonly paper: Paper;
  readonly vocabulary: Vocabulary;
  readonly text: string;
  /** sizes shown side by side, rising */
  readonly sizes: readonly number[];
  readonly network: HeadOf;
  /** CSS pixels of each chart; default as wide as there is room */
  readonly width?: number;
}

/** tokens named below each vocabulary as its rarest */
const RAREST = 5;

export function vocabularyPicture(options: VocabularyPictureOptions): Picture {
  const {data, paper, vocabulary, text, sizes, network, width} = options;
  const bytes = new TextEncoder().encode(text).length;
  const cuts = sizes.map((size) => vocabulary.cut(text, size));
  const own = {tokens: data.sizes.map(({size}) => vocabulary.count(text, size)), bytes};
  return {
    element: html(
      "div",
      {},
      html("div", {class: "cuts"}, ...cuts.map((cut) => card(cut, bytes, options))),
      html(
        "div",
        {class: "panels"},
        chart("Tokens a byte, beside held-out text of four kinds", tokensChart(data, own, width)),
        chart(
          "Tokens covered, and parameters in embedding and head (dashed: the paper’s)",
          adviceChart(data, paper, network, width)
        )
      )
    ),
    title: title(cuts, bytes, network),
    caption: caption(options),
    table: () => {
      const all = data.sizes.map(({size}) => vocabulary.cut(text, size));
      return tabulate(all, columns(options, bytes), `${formatCount(bytes)} bytes by vocabulary`);
    }
  };
}

const chart = (name: string, drawing: HTMLElement): HTMLElement =>
  html("div", {}, html("p", {class: "chart-title"}, name), drawing);

function card({size, pieces}: CutText, bytes: number, {data, network}: VocabularyPictureOptions): HTMLElement {
  const covered = coveredBy(data, size);
  const share = headShare(size, network);
  const facts: [string, Child[]][] = [
    ["tokens", [formatCount(pieces.length)]],
    ["tokens a byte", [bytes > 0 ? (pieces.length / bytes).toFixed(3) : "–"]],
    ["rare tokens", [formatCount(pieces.filter(isRare).length)]],
    ...(covered === undefined ? [] : [["covered", advised(formatPercent(covered, 1), covered > LEAST_COVERED)] as [string, Child[]]]), // prettier-ignore
    ["embedding and head", advised(share <= 1 ? formatPercent(share, 1) : "more than all", share < MOST_HEAD)]
  ];
  return html(
    "section",
    {class: "cut", "aria-label": `${formatCount(size)} entries`},
    html("p", {class: "cut-name"}, `${formatCount(size)} entries`),
    html("dl", {class: "cut-facts"}, ...facts.map(([name, value]) => html("div", {}, html("dt", {}, name), html("dd", {}, ...value)))), // prettier-ignore
    tokenPieces({size, pieces}),
    ...rarest(pieces, size)
  );
}

/** A number, and whether the paper's advice is kept. */
const advised = (value: string, kept: boolean): Child[] => [
  `${value} `,
  html("span", {class: kept ? "kept" : "broken"}, kept ? "✓" : "✗"),
  html("span", {class: "visually-hidden"}, kept ? " as advised" : " against the advice")
];

function rarest(pieces: readonly Piece[], size: number): HTMLElement[] {
  const different = [...new Map(pieces.map((piece) => [piece.id, piece])).values()];
  const rare = different.sort((a, b) => b.place - a.place).slice(0, RAREST);
  if (rare.length === 0) return [];
  return [
    html("p", {class: "rarest-name"}, "Its rarest tokens here"),
    html(
      "ol",
      {class: "rarest"},
      ...rare.map((piece) =>
        html(
          "li",
          {},
          html("b", {class: piece.part ? "part" : undefined}, pieceWords(piece)),
          ` ${oneIn(piece.share)}, place ${formatCount(piece.place)} of ${formatCount(size)}`
        )
      )
    )
  ];
}

function title(cuts: readonly CutText[], bytes: number, network: HeadOf): string {
  if (bytes === 0) return "A text of yours, cut by vocabularies of different size";
  const list = (words: readonly string[]): string =>
    words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words.join();
  const made = cuts.map(({size, pieces}, i) => `${formatCount(pieces.length)}${i > 0 ? "" : pieces.length === 1 ? " token" : " tokens"} with ${formatCount(size)}${i === 0 ? " entries" : ""}`); // prettier-ignore
  const shares = cuts.map(({size}) => {
    const share = headShare(size, network);
    return share <= 1 ? formatPercent(share) : "more than all";
  });
  return `${bytes === 1 ? "1 byte becomes" : `${formatCount(bytes)} bytes become`} ${list(made)}; embedding and head are ${list(shares)} of a network of ${millions(network.parameters)} parameters`;
}

export const millions = (parameters: number): string =>
  parameters >= 1e9 ? `${formatCount(parameters / 1e9)} billion` : `${formatCount(parameters / 1e6)} million`;

function caption({data, paper, network}: VocabularyPictureOptions): string[] {
  const last = data.sizes[data.sizes.length - 1];
  const words = paperCurves(paper)
    .map(({entries, covered, head}) => `${entries / 1000}k cover ${covered}% at ${head}%`)
    .join(", ");
  const both = data.sizes.filter(
    ({size}) => (coveredBy(data, size) ?? 0) > LEAST_COVERED && headShare(size, network) < MOST_HEAD
  );
  return [
    "Each box is a token; a dot is a space, ⏎ a line break, and where a character is cut its bytes are shown. ",
    `Underlined tokens are rare: fewer than 1 in ${formatCount(1 / RARE)} of the training mixture, cut by the same entries (each frequency is right to 9%). `,
    `A vocabulary here is the first entries of one of ${formatCount(last.size)}, which is what training for fewer entries gives. It covers the share of the mixture’s tokens that so many of the most frequent of all ${formatCount(last.size)} make up. `,
    `The paper advises to cover more than ${formatPercent(LEAST_COVERED)} of the corpus and to spend less than ${formatPercent(MOST_HEAD)} of the parameters on embedding and head; `,
    both.length > 0
      ? `for this network both hold with ${both.map(({size}) => formatCount(size)).join(" and ")} entries. `
      : "for this network no vocabulary here keeps both. ",
    network.tied
      ? "Here one matrix is embedding and head (tied, as in joey); in the paper’s networks they are two. "
      : "Here embedding and head are two matrices, as in the paper’s networks; in joey one is both. ",
    `The paper’s curves are of its own corpus in Chinese and English, whose 100k entries are its whole: ${words} of a network of about 1 B.`
  ];
}

function columns({data, network}: VocabularyPictureOptions, bytes: number) {
  const domains = Object.keys(data.sizes[0].heldOut);
  const of = (size: number) => data.sizes.find((row) => row.size === size)!;
  const round = (value: number): number => Number(value.toFixed(4));
  return [
    {name: "entries", value: ({size}: CutText) => size},
    {name: "tokens", value: ({pieces}: CutText) => pieces.length},
    {name: "tokens a byte", value: ({pieces}: CutText) => (bytes > 0 ? round(pieces.length / bytes) : "")},
    ...domains.map((domain) => ({
      name: `held-out ${domain}`,
      value: ({size}: CutText) => round(of(size).heldOut[domain].tokens / of(size).heldOut[domain].bytes)
    })),
    {name: "rare tokens", value: ({pieces}: CutText) => pieces.filter(isRare).length},
    {name: "entries in no held-out text", value: ({size}: CutText) => of(size).unused},
    {name: "covered", value: ({size}: CutText) => coveredBy(data, size) ?? ""},
    {name: "embedding and head", value: ({size}: CutText) => round(headShare(size, network))}
  ];
}
