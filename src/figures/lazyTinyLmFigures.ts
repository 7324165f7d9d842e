// Figures of the Tiny LM chapter below its first view, fetched when the first of them comes near. They take what the figures
// of the same names take.
import type {CheckYourselfOptions} from "./checkYourself.js";
import {fetchedBy, lazily} from "./kit/lazily.js";
import type {TinyLmFacts} from "./tinyLmQuestions.js";

const fetched = fetchedBy(() => import("./tinyLmFigures.js"));

export const batchStudy = lazily(fetched, "batchStudy");
export const citePage = lazily(fetched, "citePage");
export const depthStudy = lazily(fetched, "depthStudy");
export const expansionStudy = lazily(fetched, "expansionStudy");
export const inheritanceStudy = lazily(fetched, "inheritanceStudy");
export const initializationStudy = lazily(fetched, "initializationStudy");
export const layerSkipping = lazily(fetched, "layerSkipping");
export const paperTable = lazily(fetched, "paperTable");
export const roundsStudy = lazily(fetched, "roundsStudy");
export const samplingDemo = lazily(fetched, "samplingDemo");
export const shapesStudy = lazily(fetched, "shapesStudy");
export const shapeWorkbench = lazily(fetched, "shapeWorkbench");
export const tokenizerStudy = lazily(fetched, "tokenizerStudy");
export const vocabularyWorkbench = lazily(fetched, "vocabularyWorkbench");

/** The five questions of the chapter. */
export async function tinyLmCheck(facts: TinyLmFacts, options?: CheckYourselfOptions): Promise<HTMLElement> {
  const {checkYourself, tinyLmQuestions} = await fetched();
  return checkYourself(tinyLmQuestions(facts), options);
}
