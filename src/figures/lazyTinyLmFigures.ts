// Figures of the Tiny LM chapter below its first view, fetched when the first of them comes near. They take what the figures
// of the same names take. Each is drawn in a task of its own, since several come near at once.
import {nextTask} from "./kit/breathe.js";
import type * as Figures from "./tinyLmFigures.js";

async function fetched(): Promise<typeof Figures> {
  const figures = await import("./tinyLmFigures.js");
  await nextTask();
  return figures;
}

export const batchStudy = async (...given: Parameters<typeof Figures.batchStudy>): Promise<HTMLElement> =>
  (await fetched()).batchStudy(...given);

export const depthStudy = async (...given: Parameters<typeof Figures.depthStudy>): Promise<HTMLElement> =>
  (await fetched()).depthStudy(...given);

export const expansionStudy = async (...given: Parameters<typeof Figures.expansionStudy>): Promise<HTMLElement> =>
  (await fetched()).expansionStudy(...given);

export const inheritanceStudy = async (...given: Parameters<typeof Figures.inheritanceStudy>): Promise<HTMLElement> =>
  (await fetched()).inheritanceStudy(...given);

export const initializationStudy = async (
  ...given: Parameters<typeof Figures.initializationStudy>
): Promise<HTMLElement> => (await fetched()).initializationStudy(...given);

export const shapesStudy = async (...given: Parameters<typeof Figures.shapesStudy>): Promise<HTMLElement> =>
  (await fetched()).shapesStudy(...given);

export const tokenizerStudy = async (...given: Parameters<typeof Figures.tokenizerStudy>): Promise<HTMLElement> =>
  (await fetched()).tokenizerStudy(...given);
