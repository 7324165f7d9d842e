// Figures below a chapter's first view, each fetched when it comes near: before that it would be weight that nobody has
// asked for. They take what the figures of the same names take.
import type * as acceptedGridModule from "./acceptedGrid.js";
import type * as batchSizeModule from "./batchSize.js";
import type * as componentsModule from "./components.js";
import type * as memoryModule from "./memory.js";
import type * as paperTableModule from "./paperTable.js";
import type * as stepCostModule from "./stepCost.js";
import type * as whatIfModule from "./whatIf.js";

type Given<F extends (...given: never[]) => unknown> = Parameters<F>;

export const acceptedGrid = async (...given: Given<typeof acceptedGridModule.acceptedGrid>): Promise<HTMLElement> =>
  (await import("./acceptedGrid.js")).acceptedGrid(...given);

export const batchSize = async (...given: Given<typeof batchSizeModule.batchSize>): Promise<HTMLElement> =>
  (await import("./batchSize.js")).batchSize(...given);

export const components = async (...given: Given<typeof componentsModule.components>): Promise<HTMLElement> =>
  (await import("./components.js")).components(...given);

export const memory = async (...given: Given<typeof memoryModule.memory>): Promise<HTMLElement> =>
  (await import("./memory.js")).memory(...given);

export const paperTable = async (...given: Given<typeof paperTableModule.paperTable>): Promise<HTMLElement> =>
  (await import("./paperTable.js")).paperTable(...given);

export const stepCost = async (...given: Given<typeof stepCostModule.stepCost>): Promise<HTMLElement> =>
  (await import("./stepCost.js")).stepCost(...given);

export const whatIf = async (...given: Given<typeof whatIfModule.whatIf>): Promise<HTMLElement> =>
  (await import("./whatIf.js")).whatIf(...given);
