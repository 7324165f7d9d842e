// Figures of what was timed, below the first view: their modules are fetched when a page comes to them. A dynamic import has
// to stand in a module, since those of a page are not rewritten by the build.
import type {batchSize as BatchSize} from "./batchSize.js";
import type {components as Components} from "./components.js";
import type {paperTable as PaperTable} from "./paperTable.js";

export interface MeasuredFigures {
  readonly batchSize: typeof BatchSize;
  readonly components: typeof Components;
  readonly paperTable: typeof PaperTable;
}

/** The figures. */
export async function measured(): Promise<MeasuredFigures> {
  const [{batchSize}, {components}, {paperTable}] = await Promise.all([
    import("./batchSize.js"),
    import("./components.js"),
    import("./paperTable.js")
  ]);
  return {batchSize, components, paperTable};
}
