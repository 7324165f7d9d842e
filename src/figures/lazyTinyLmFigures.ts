// Figures of the Tiny LM chapter below its first view, fetched when the first of them comes near. They take what the
// figures of the same names take. Each is drawn in a task of its own, since several come near at once.
import {nextTask} from "./kit/breathe.js";
import type * as Figures from "./tinyLmFigures.js";

async function fetched(): Promise<typeof Figures> {
  const figures = await import("./tinyLmFigures.js");
  await nextTask();
  return figures;
}

export const paperTable = async (...given: Parameters<typeof Figures.paperTable>): Promise<HTMLElement> =>
  (await fetched()).paperTable(...given);

export const shapeWorkbench = async (...given: Parameters<typeof Figures.shapeWorkbench>): Promise<HTMLElement> =>
  (await fetched()).shapeWorkbench(...given);

export const vocabularyWorkbench = async (
  ...given: Parameters<typeof Figures.vocabularyWorkbench>
): Promise<HTMLElement> => (await fetched()).vocabularyWorkbench(...given);
