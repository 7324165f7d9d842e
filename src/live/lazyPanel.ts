// The live panel, fetched when it is wanted: on the first view of a page it would be weight that nobody has asked for.
import type {PanelOptions} from "./panel.js";

/** The panel. */
export async function lazyPanel(options: () => Promise<PanelOptions>): Promise<HTMLElement> {
  const [{livePanel}, given] = await Promise.all([import("./emsSdLive.js"), options()]);
  return livePanel(given);
}
