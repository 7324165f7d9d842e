// Where figures of methods come from.
import type {MethodsData} from "../methodsData.js";
import type {Paper} from "../paperData.js";
import type {Source} from "./source.js";

type Recorded = Pick<MethodsData, "models" | "provenance" | "lossless" | "newTokens"> &
  Partial<Pick<MethodsData, "done" | "planned">>;

export function methodsSource(
  {models, provenance, lossless, newTokens, done, planned}: Recorded,
  paper?: Paper
): Source {
  const some = done !== undefined && planned !== undefined && done < planned;
  return {
    how: "Timed by running every method on the same texts, one after the other",
    models,
    texts: `the project's own test prompts, up to ${newTokens} new tokens each`,
    provenance,
    lossless,
    ...(paper ? {paper: `${paper.paper}. ${paper.where}. ${paper.setting}`} : {}),
    ...(some ? {more: [["Recorded so far", `${done} of ${planned} planned units`] as const]} : {})
  };
}
