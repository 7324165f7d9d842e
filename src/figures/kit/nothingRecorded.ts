// What stands where a figure would be, had its texts been recorded from today's weights.
import {html} from "./dom.js";
import type {Picture} from "./frame.js";

/** What stands for a figure of texts that have not been recorded. */
export const nothingRecorded = (texts: string): Picture => ({
  element: html("p", {}, "What is recorded is frozen with the weights it comes from; these texts come with the next."),
  title: `No ${texts} texts have been recorded from these weights yet`,
  caption: [],
  table: () => ({caption: `No ${texts} texts`, head: [], body: []})
});

/** What stands for a figure whose study has not been run: what is missing, and the command that makes it. */
export const notRecorded = (title: string, command: string): Picture => ({
  element: html("p", {}, "Not recorded yet. ", html("code", {}, command), " makes it."),
  title,
  caption: [],
  table: () => ({caption: title, head: [], body: []})
});
