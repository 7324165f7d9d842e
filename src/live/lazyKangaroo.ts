// The live panels of the Kangaroo chapter, fetched when they are wanted.
import type {PanelOptions} from "./panel.js";

/** The panel that compares methods on a reader's texts. */
export async function lazyKangaroo(options: () => Promise<PanelOptions>): Promise<HTMLElement> {
  const [{kangarooPanel}, given] = await Promise.all([import("./kangarooLive.js"), options()]);
  return kangarooPanel(given);
}

/** The panel that reads a text at every exit. */
export async function lazyExitMap(options: () => Promise<PanelOptions>): Promise<HTMLElement> {
  const [{exitMapPanel}, given] = await Promise.all([import("./kangarooLive.js"), options()]);
  return exitMapPanel(given);
}
