// Vocabularies by their size: tokens a byte, and what the paper weighs against each other, the corpus that is covered and
// the parameters that embedding and head take.
import {columnOf, tableOf} from "../paperData.js";
import type {Paper} from "../paperData.js";
import type {VocabularyData} from "../vocabularyData.js";
import {formatPercent} from "./dom.js";
import {headShare, LEAST_COVERED, MOST_HEAD} from "./headShare.js";
import type {HeadOf} from "./headShare.js";
import {lineChart} from "./lineChart.js";
import type {ChartLine} from "./lineChart.js";
import type {Marker} from "./markers.js";

/** "512", "4k", "100k" */
export const sizeName = (size: number): string => (size < 1000 ? String(size) : `${Math.round(size / 1000)}k`);

export interface OwnCuts {
  /** tokens of the reader's text by vocabulary, as in data.sizes */
  readonly tokens: readonly number[];
  readonly bytes: number;
}

const markers: readonly Marker[] = ["square", "triangle", "diamond", "none"];

export function tokensChart({sizes}: VocabularyData, own: OwnCuts, width?: number): HTMLElement {
  const domains = Object.keys(sizes[0].heldOut);
  const perByte = (domain: string): number[] =>
    sizes.map(({heldOut}) => heldOut[domain].tokens / heldOut[domain].bytes);
  const lines: ChartLine[] = [
    ...(own.bytes > 0
      ? [{name: "this text", key: "own-text", values: own.tokens.map((n) => n / own.bytes), marker: "disc" as const}]
      : []),
    ...domains.map((domain, i) => ({
      name: domain,
      key: "held-out",
      values: perByte(domain),
      marker: markers[i % markers.length],
      quiet: true
    }))
  ];
  const last = ({values}: ChartLine): string => (values.at(-1) ?? 0).toFixed(2);
  return lineChart(lines, {
    ticks: sizes.map(({size}) => sizeName(size)),
    xLabel: "entries",
    yLabel: "tokens a byte",
    height: 300,
    width,
    ariaLabel: `Tokens a byte by vocabulary, with all entries: ${lines.map((line) => `${line.name} ${last(line)}`).join(", ")}`
  });
}

/** The paper's sizes and its two columns, in per cent. */
export function paperCurves(paper: Paper): {entries: number; covered: number; head: number}[] {
  const [coverage, vocabulary] = [tableOf(paper, "coverage"), tableOf(paper, "vocabulary")];
  const covered = columnOf(coverage, "coverage");
  const head = columnOf(vocabulary, "pehl");
  return coverage.rows.map(([name], i) => ({
    entries: Number(String(name).replace("k", "000")),
    covered: covered[i] ?? 0,
    head: head[i] ?? 0
  }));
}

/** The share of our mixture that the `entries` most frequent ones cover, where it was counted. */
export const coveredBy = ({coverage}: Pick<VocabularyData, "coverage">, entries: number): number | undefined =>
  coverage.find((point) => point.entries === entries)?.share;

export function adviceChart(data: VocabularyData, paper: Paper, network: HeadOf, width?: number): HTMLElement {
  const theirs = paperCurves(paper);
  const names = [...new Set([...data.sizes.map(({size}) => sizeName(size)), ...theirs.map(({entries}) => sizeName(entries))])]; // prettier-ignore
  const ours = (name: string): number | undefined => data.sizes.find(({size}) => sizeName(size) === name)?.size;
  const printed = (name: string) => theirs.find(({entries}) => sizeName(entries) === name);
  const entries = names.map((name) => ours(name) ?? printed(name)?.entries ?? 0);
  const percent = (share: number | undefined): number | undefined => (share === undefined ? undefined : 100 * share);
  const fits = (share: number): number | undefined => (share <= 1 ? 100 * share : undefined);
  const lines: ChartLine[] = [
    {name: "covered, ours", label: "", key: "covered", marker: "disc", values: names.map((name) => percent(coveredBy(data, ours(name) ?? 0)))}, // prettier-ignore
    {name: "covered, paper’s", key: "covered", marker: "disc", dashed: true, values: names.map((name) => printed(name)?.covered)}, // prettier-ignore
    {name: "share, this network", key: "head-share", marker: "square", values: entries.map((n) => fits(headShare(n, network)))}, // prettier-ignore
    {name: "share, paper’s 1 B", key: "head-share", marker: "square", dashed: true, values: names.map((name) => printed(name)?.head)} // prettier-ignore
  ];
  const largest = data.sizes[data.sizes.length - 1].size;
  return lineChart(lines, {
    ticks: names,
    positions: entries.map(Math.log2),
    xLabel: "entries",
    yLabel: "%",
    rule: [
      {value: 100 * LEAST_COVERED, text: `cover > ${formatPercent(LEAST_COVERED)}`},
      {value: 100 * MOST_HEAD, text: `spend < ${formatPercent(MOST_HEAD)}`}
    ],
    top: 100,
    missing: false,
    height: 300,
    width,
    format: (value) => `${value.toFixed(1)}%`,
    ariaLabel: `Coverage and the share of embedding and head by vocabulary: ours of ${sizeName(largest)} entries, and the paper's of 100k`
  });
}
