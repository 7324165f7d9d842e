// Links that set a page up for a lesson: what is preset, what is hidden, and what to ask. A test holds every name in them
// against the figures' parameters.
import {html} from "./kit/dom.js";
import {siteUrl} from "./kit/siteRoot.js";

export interface Lesson {
  readonly title: string;
  /** what the link opens */
  readonly opens: string;
  readonly page: string;
  /** parameters, such as {"race.batch": 1} */
  readonly set: Readonly<Record<string, string | number>>;
  /** what `?hide=` names */
  readonly hide: readonly string[];
  /** what to do and to ask */
  readonly ask: string;
}

export const emsSdLessons: readonly Lesson[] = [
  {
    title: "Who waits for whom?",
    opens: "A batch of one, and only its size to change",
    page: "ems-sd",
    set: {"race.batch": 1},
    hide: ["race.texts", "race.drafter", "race.draft", "check"],
    ask: "At first padded and unpadded are the same. Let the class add samples one by one, and predict each time which counters will part. Then: what does a sample cost the others when its guesses are all wrong?"
  },
  {
    title: "What does a good guess cost?",
    opens: "The same batch size, and only the kind of texts to change",
    page: "ems-sd",
    set: {"race.batch": 6},
    hide: ["race.batch", "race.drafter", "race.draft", "check"],
    ask: "Which texts copy from their prompts, and which don't? Read a sample's text to see what was guessed. Does guessing well make the padding larger or smaller?"
  },
  {
    title: "How long should a guess be?",
    opens: "One token a guess to begin with, and only that length to change",
    page: "ems-sd",
    set: {"race.batch": 6, "race.draft": 1},
    hide: ["race.batch", "race.texts", "race.drafter", "check"],
    ask: "Note steps and rows of both lanes for lengths from 1 to 8. From which length on do the steps hardly fall while the rows still grow? Is it the same in both lanes?"
  }
];

/** The query of a lesson's link. */
export function lessonQuery({set, hide}: Lesson): string {
  const pairs = Object.entries(set).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `?${[...pairs, `hide=${hide.join(",")}`].join("&")}`;
}

/** Lessons as a numbered list of links. */
export const lessons = (list: readonly Lesson[]): HTMLElement =>
  html(
    "ol",
    {class: "lessons"},
    ...list.map((lesson) =>
      html(
        "li",
        {},
        html("b", {}, lesson.title),
        " ",
        html("a", {href: `${siteUrl(lesson.page).href}${lessonQuery(lesson)}`}, lesson.opens),
        `. ${lesson.ask}`
      )
    )
  );
