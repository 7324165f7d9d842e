// How the text of the pages is indexed and searched: the same for the build, which writes the index, and the page.
import type {Options} from "minisearch";

export interface Section {
  /** address below the root of the site, such as "docs/traces#metrics" */
  readonly id: string;
  /** title of its page */
  readonly page: string;
  readonly heading: string;
  readonly text: string;
}

export const searchOptions: Options<Section> = {
  fields: ["page", "heading", "text"],
  storeFields: ["page", "heading", "text"],
  searchOptions: {
    boost: {heading: 3, page: 2},
    prefix: true,
    combineWith: "AND",
    fuzzy: (term) => term.length > 5 && 0.15
  }
};
