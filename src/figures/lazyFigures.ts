// Figures below a chapter's first view, fetched when the first of them comes near: before that they would be weight that
// nobody has asked for. They take what the figures of the same names take.
import type {RunSources} from "./definedRuns.js";
import type {DefinitionsOptions} from "./definitions.js";
import {fetchedBy, lazily} from "./kit/lazily.js";

/** What the EMS-SD chapter shows below its first view. */
export const fetched = fetchedBy(() => import("./emsSdFigures.js"));

export const acceptedGrid = lazily(fetched, "acceptedGrid");
export const batchSize = lazily(fetched, "batchSize");
export const components = lazily(fetched, "components");
export const memory = lazily(fetched, "memory");
export const paperTable = lazily(fetched, "paperTable");
export const stepCost = lazily(fetched, "stepCost");
export const whatIf = lazily(fetched, "whatIf");

/** The same run as different tools count it; runs are replayed from what is recorded. */
export async function definitions(sources: RunSources, options?: DefinitionsOptions): Promise<HTMLElement> {
  const figures = await fetched();
  return figures.definitions(await figures.definedRuns(sources), options);
}
