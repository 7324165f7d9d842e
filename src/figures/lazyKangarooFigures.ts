// Figures of the Kangaroo chapter below its first view, fetched when the first of them comes near. They take what the
// figures of the same names take. Each is drawn in a task of its own, since several come near at once.
import type {CheckYourselfOptions} from "./checkYourself.js";
import type {CitePageOptions} from "./citePage.js";
import type {RunSources} from "./definedRuns.js";
import type {DefinitionsOptions} from "./definitions.js";
import type * as Figures from "./kangarooFigures.js";
import type {KangarooFacts} from "./kangarooQuestions.js";
import {nextTask} from "./kit/breathe.js";
import {forestSource} from "./kit/forestSource.js";

async function fetched(): Promise<typeof Figures> {
  const figures = await import("./kangarooFigures.js");
  await nextTask();
  return figures;
}

/** The same run as different tools count it; runs are replayed from what is recorded. */
export async function definitions(sources: RunSources, options?: DefinitionsOptions): Promise<HTMLElement> {
  const figures = await fetched();
  const source = sources.forest ? {source: forestSource(sources.forest)} : {};
  return figures.definitions(await figures.definedRuns(sources), {...source, ...options});
}

export const draftTree = async (...given: Parameters<typeof Figures.draftTree>): Promise<HTMLElement> =>
  (await fetched()).draftTree(...given);

export const exitExplorer = async (...given: Parameters<typeof Figures.exitExplorer>): Promise<HTMLElement> =>
  (await fetched()).exitExplorer(...given);

export const exitMap = async (...given: Parameters<typeof Figures.exitMap>): Promise<HTMLElement> =>
  (await fetched()).exitMap(...given);

export const paperTable = async (...given: Parameters<typeof Figures.paperTable>): Promise<HTMLElement> =>
  (await fetched()).paperTable(...given);

/** The five questions of the chapter. */
export async function kangarooCheck(facts: KangarooFacts, options?: CheckYourselfOptions): Promise<HTMLElement> {
  const {checkYourself, kangarooQuestions} = await fetched();
  return checkYourself(await kangarooQuestions(facts), options);
}

/** How to cite the page and its paper. */
export async function citePage(options: CitePageOptions): Promise<HTMLElement> {
  const figures = await fetched();
  return figures.citePage(options);
}
