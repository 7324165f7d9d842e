// Figures of the Kangaroo chapter below its first view, fetched when the first of them comes near. They take what the
// figures of the same names take.
import type {CheckYourselfOptions} from "./checkYourself.js";
import type {RunSources} from "./definedRuns.js";
import type {DefinitionsOptions} from "./definitions.js";
import type {KangarooFacts} from "./kangarooQuestions.js";
import {forestSource} from "./kit/forestSource.js";
import {fetchedBy, lazily} from "./kit/lazily.js";

const fetched = fetchedBy(() => import("./kangarooFigures.js"));

export const citePage = lazily(fetched, "citePage");
export const draftTree = lazily(fetched, "draftTree");
export const exitBatch = lazily(fetched, "exitBatch");
export const exitExplorer = lazily(fetched, "exitExplorer");
export const exitMap = lazily(fetched, "exitMap");
export const exitRace = lazily(fetched, "exitRace");
export const exitTime = lazily(fetched, "exitTime");
export const methodTable = lazily(fetched, "methodTable");
export const paperTable = lazily(fetched, "paperTable");

/** The same run as different tools count it; runs are replayed from what is recorded. */
export async function definitions(sources: RunSources, options?: DefinitionsOptions): Promise<HTMLElement> {
  const figures = await fetched();
  const source = sources.forest ? {source: forestSource(sources.forest)} : {};
  return figures.definitions(await figures.definedRuns(sources), {...source, ...options});
}

/** The five questions of the chapter. */
export async function kangarooCheck(facts: KangarooFacts, options?: CheckYourselfOptions): Promise<HTMLElement> {
  const {checkYourself, kangarooQuestions} = await fetched();
  return checkYourself(await kangarooQuestions(facts), options);
}
