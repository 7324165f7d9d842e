// The CORE study in words: how far it is, what came out, what a recipe is.
import {families, familyNames} from "../../images/manipulate/names.js";
import type {Interval} from "../studyData.js";
import type {DetectorRuns, DetectorSeed, DetectorStudyData} from "../detectorStudyData.js";
import {differenceOf, kindOf, meanOver, outcomeOf} from "./coreMeasures.js";
import type {CoreMeasure, Tested} from "./coreMeasures.js";
import {lossName, unseenOf} from "./coreParts.js";
import type {CorePair, CorePart, PartLayout} from "./coreParts.js";
import {formatCount} from "./dom.js";
import {sourceNames} from "./sourceNames.js";
import {about, numeral, plural, seedsWords} from "./studyWords.js";

const kindNames: Readonly<Record<string, string>> = {
  all: "all manipulations",
  usual: "the one left out",
  null: "the null manipulation",
  ...familyNames
};

/** What a kind of test picture is called. */
export const kindName = (kind: string): string => kindNames[kind] ?? kind;

export const coreProgress = ({done, planned}: Pick<DetectorStudyData, "done" | "planned">): string =>
  done === planned ? `all ${plural(planned, "run")} done` : `${formatCount(done)} of ${plural(planned, "run")} done`;

/** Runs of a layout that are done, and those planned. */
export function partProgress({points}: PartLayout): {readonly done: number; readonly planned: number} {
  return {
    done: points.reduce((sum, {point}) => sum + point.runs.length, 0),
    planned: points.reduce((sum, {point}) => sum + point.planned, 0)
  };
}

/** "0.0123" with its sign. */
export const withSign = (value: number, format: (value: number) => string): string =>
  `${value < 0 ? "−" : "+"}${format(Math.abs(value))}`;

/** "+0.0040 (+0.0010 to +0.0070), three seeds" */
export function differenceWords(difference: Interval | undefined, {format}: CoreMeasure): string {
  if (!difference) return "not run yet";
  const {mean, low, high, count} = difference;
  if (low === undefined || high === undefined) return `${withSign(mean, format)}, by one seed`;
  return `${withSign(mean, format)} (${withSign(low, format)} to ${withSign(high, format)}), ${seedsWords(count)}`;
}

/** What that says. */
export function outcomeWords(difference: Interval | undefined, {better}: CoreMeasure): string {
  switch (outcomeOf(difference)) {
    case "more":
      return better ? "✓ better" : "✓ more";
    case "less":
      return better ? "✗ worse" : "✗ less";
    case "open":
      return "○ cannot be told";
    case "same":
      return "= the same, seed by seed";
    case "one seed":
      return `○ one seed: leans ${(difference?.mean ?? 0) < 0 ? "down" : "up"}`;
    case "none":
      return "– not run yet";
  }
}

/** Where a measure was taken, as the end of a sentence. */
export function testedWords(part: CorePart, {source, kind, jpeg}: Tested, measure: CoreMeasure): string {
  if (!measure.tested) return "on validation pictures";
  const left = kind === "usual" && part === "left-out";
  const kinds = left ? ", the manipulation left out" : kind === "all" || kind === "usual" ? "" : `, ${kindName(kind)}`;
  return `on ${sourceNames[source] ?? source}${kinds}${jpeg > 0 ? `, as JPEG ${jpeg}` : ""}`;
}

/** The finding of a part, as the figure's title. */
export function coreFinding(part: CorePart, layout: PartLayout, measure: CoreMeasure, tested: Tested): string {
  const progress = partProgress(layout);
  const far = progress.done < progress.planned ? ` (${coreProgress(progress)})` : "";
  if (progress.done === 0) return `No run of this part has finished yet: ${coreProgress(progress)}`;
  const where = testedWords(part, tested, measure);
  const told = layout.pairs.map((pair) => ({pair, difference: differenceOf(pair, measure.key, tested)}));
  const known = told.filter(({difference}) => difference);
  if (known.length === 0) {
    const best = layout.points.flatMap(({point, title}) => {
      const mean = meanOver(point, measure.key, tested);
      return mean ? [`${title} has ${measure.format(mean.mean)}`] : [];
    });
    return best.length > 0 ? `${measure.name} ${where}: ${best.join(", ")}${far}` : `No run of this part was tested ${where}${far}`; // prettier-ignore
  }
  if (!layout.series)
    return `${measure.name} ${where}: ${pairSentence(known[0].pair, known[0].difference!, measure)}${far}`;
  const count = (outcome: string): number => told.filter(({difference}) => outcomeOf(difference) === outcome).length;
  const things = part === "left-out" ? "manipulations" : "augmentations";
  const parts = [
    [count("more"), measure.better ? "better with" : "more with"],
    [count("less"), measure.better ? "worse with" : "less with"],
    [count("open"), "too close to tell for"],
    [count("same"), "the very same with"],
    [count("one seed"), "known by one seed only for"]
  ] as const;
  const counted = parts.filter(([n]) => n > 0).map(([n, words]) => `${words} ${numeral(n)}`);
  return `${measure.name} ${where} with the penalty, over ${numeral(told.length)} ${things}: ${counted.join(", ")}${far}`;
}

function pairSentence({first, second}: CorePair, difference: Interval, measure: CoreMeasure): string {
  const {mean, low, high} = difference;
  const way = mean < 0 ? (measure.better ? "worse" : "less") : measure.better ? "better" : "more";
  const size = `${measure.format(Math.abs(mean))} ${way} than ${second.title}`;
  if (low === undefined || high === undefined)
    return `${first.title} is ${size} by one seed alone, which may be chance`;
  const range = `(${withSign(low, measure.format)} to ${withSign(high, measure.format)})`;
  return low <= 0 && high >= 0
    ? `${first.title} and ${second.title} cannot be told apart, ${withSign(mean, measure.format)} ${range}`
    : `${first.title} is ${size} ${range}`;
}

/** A recipe as sentences. */
export function detectorRecipe(
  {recipe}: DetectorRuns,
  {parameters, seed}: Pick<DetectorSeed, "parameters" | "seed">
): string {
  const {size, channels, sources, augmentation, crossEntropy, pairing, pairs, views} = recipe;
  const unseen = unseenOf({recipe});
  const loss = [
    ...(crossEntropy ? ["weighted cross-entropy"] : []),
    ...(recipe.consistency === "none" ? [] : [`the penalty ${lossName(recipe).replace(/ ([^ ]+)$/, " at rate $1")}`])
  ].join(" and ");
  return [
    `Windows of ${size} × ${size}, channels ${channels.join(", ")}: ${formatCount(parameters)} weights.`,
    `Trained on ${sources.map((source) => sourceNames[source] ?? source).join(" and ")}, ${unseen.length === 0 ? `all ${numeral(families.length)} manipulations` : `without ${unseen.map(kindName).join(", ")}`}.`,
    `Two views of ${pairing === "different" ? "two different pictures" : "each picture"} by ${augmentation}, ${pairs} pairs a batch, ${about(views)} views in all. Loss: ${loss}. Seed ${seed}.`
  ].join(" ");
}

/** The kind that scores of a point are of. */
export const shownKind = (point: DetectorRuns, kind: string): string => kindName(kindOf(point, kind));
