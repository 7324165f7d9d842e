// What stands at the end of a chapter, fetched when a reader comes near it: on the first view it would be weight that
// nobody has asked for.
import type {CheckYourselfOptions} from "./checkYourself.js";
import type {CitePageOptions} from "./citePage.js";
import type {EmsSdFacts} from "./emsSdQuestions.js";
import {fetched} from "./lazyFigures.js";

/** The five questions of the EMS-SD chapter. */
export async function emsSdCheck(facts: EmsSdFacts, options?: CheckYourselfOptions): Promise<HTMLElement> {
  const {checkYourself, emsSdQuestions} = await fetched();
  return checkYourself(await emsSdQuestions(facts), options);
}

/** How to cite the page and its paper. */
export async function lazyCitePage(options: CitePageOptions): Promise<HTMLElement> {
  const {citePage} = await fetched();
  return citePage(options);
}
