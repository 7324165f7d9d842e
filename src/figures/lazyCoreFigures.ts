// Figures of the CORE chapter below its first view, fetched when the first of them comes near. They take what the figures of
// the same names take.
import type {CheckYourselfOptions} from "./checkYourself.js";
import type {CoreFacts} from "./coreQuestions.js";
import {fetchedBy, lazily} from "./kit/lazily.js";

const fetched = fetchedBy(() => import("./coreFigures.js"));

export const activation = lazily(fetched, "activation");
export const citePage = lazily(fetched, "citePage");
export const coreStudy = lazily(fetched, "coreStudy");
export const paperTable = lazily(fetched, "paperTable");
export const penalty = lazily(fetched, "penalty");
export const roc = lazily(fetched, "roc");
export const sphere = lazily(fetched, "sphere");

/** The five questions of the chapter. */
export async function coreCheck(facts: CoreFacts, options?: CheckYourselfOptions): Promise<HTMLElement> {
  const {checkYourself, coreQuestions} = await fetched();
  return checkYourself(coreQuestions(facts), options);
}
