// The live training, fetched when it is wanted.
import type {TrainingPanelOptions} from "./trainingPanel.js";

/** The panel in which two networks race. */
export async function lazyTraining(options: () => Promise<TrainingPanelOptions>): Promise<HTMLElement> {
  const [{trainingPanel}, given] = await Promise.all([import("./trainingPanel.js"), options()]);
  return trainingPanel(given);
}
