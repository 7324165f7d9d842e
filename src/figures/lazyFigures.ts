// Figures below a chapter's first view, fetched when the first of them comes near: before that they would be weight that
// nobody has asked for. They take what the figures of the same names take. Each is drawn in a task of its own, since
// several come near at once.
import type {RunSources} from "./definedRuns.js";
import type {DefinitionsOptions} from "./definitions.js";
import type * as Figures from "./emsSdFigures.js";
import {nextTask} from "./kit/breathe.js";

/** What the EMS-SD chapter shows below its first view. */
export async function fetched(): Promise<typeof Figures> {
  const figures = await import("./emsSdFigures.js");
  await nextTask();
  return figures;
}

export const acceptedGrid = async (...given: Parameters<typeof Figures.acceptedGrid>): Promise<HTMLElement> =>
  (await fetched()).acceptedGrid(...given);

export const batchSize = async (...given: Parameters<typeof Figures.batchSize>): Promise<HTMLElement> =>
  (await fetched()).batchSize(...given);

export const components = async (...given: Parameters<typeof Figures.components>): Promise<HTMLElement> =>
  (await fetched()).components(...given);

/** The same run as different tools count it; runs are replayed from what is recorded. */
export async function definitions(sources: RunSources, options?: DefinitionsOptions): Promise<HTMLElement> {
  const figures = await fetched();
  return figures.definitions(await figures.definedRuns(sources), options);
}

export const memory = async (...given: Parameters<typeof Figures.memory>): Promise<HTMLElement> =>
  (await fetched()).memory(...given);

export const paperTable = async (...given: Parameters<typeof Figures.paperTable>): Promise<HTMLElement> =>
  (await fetched()).paperTable(...given);

export const stepCost = async (...given: Parameters<typeof Figures.stepCost>): Promise<HTMLElement> =>
  (await fetched()).stepCost(...given);

export const whatIf = async (...given: Parameters<typeof Figures.whatIf>): Promise<HTMLElement> =>
  (await fetched()).whatIf(...given);
