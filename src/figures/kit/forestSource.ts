// Where figures of recorded early exits come from.
import type {ForestData} from "../forestData.js";
import type {Source} from "./source.js";

export const forestSource = ({model, exits, texts, provenance, lossless}: ForestData): Source => ({
  how: "Replayed from recorded drafts of every exit layer",
  models: [model, ...exits],
  texts: `${texts.length} of the project's own prompts`,
  provenance,
  ...(lossless ? {lossless} : {})
});
