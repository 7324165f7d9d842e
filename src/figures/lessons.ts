// Links that set a page up for a lesson: what is preset, what is hidden, and what to ask. A test holds every name in them
// against the figures' parameters.
import {html} from "./kit/dom.js";
import {siteUrl} from "./kit/siteRoot.js";

export interface Lesson {
  readonly title: string;
  /** what the link opens */
  readonly opens: string;
  readonly page: string;
  /** where on that page; default its beginning */
  readonly anchor?: string;
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

export const kangarooLessons: readonly Lesson[] = [
  {
    title: "How sure is sure enough?",
    opens: "Rounds of a fixed length to begin with, and only the threshold to change",
    page: "kangaroo",
    set: {"rounds.eta": 0},
    hide: ["rounds.exit", "rounds.draft", "rounds.text", "kangaroo-check"],
    ask: "With η = 0 every round drafts six tokens. Note the passes and the drafts for nothing, then raise η step by step. Which drafts disappear first, and from where on are there more passes? Why is the doubtful draft kept, and not thrown away?"
  },
  {
    title: "Which words are easy?",
    opens: "Texts with sums, and only who reads the layers to change",
    page: "kangaroo",
    anchor: "exit-map",
    set: {"exit-map.texts": "math"},
    hide: ["exit-map.texts", "exit-map.text", "kangaroo-check"],
    ask: "Before anybody touches a key: let the class mark in the text which tokens will be settled near the bottom, and which only by the last layer. Then read them one by one. What changes when adapters read the layers, and which tokens stay hard?"
  },
  {
    title: "Most tokens, or the least time?",
    opens: "Curves over the exit layer, and only that layer to change",
    page: "kangaroo",
    anchor: "explorer",
    set: {"explorer.along": "exit", "explorer.compare": "nothing"},
    hide: ["explorer.draft", "explorer.eta", "explorer.texts", "explorer.along", "explorer.compare", "kangaroo-check"],
    ask: "Cover the right chart, and let everyone choose an exit layer by the left one. Uncover it: whose choice is slower than using no drafts at all? What does one draft cost behind each layer, and who pays for those that are wrong?"
  }
];

export const tinyLmLessons: readonly Lesson[] = [
  {
    title: "What is a vocabulary worth?",
    opens: "A text cut by vocabularies of different size, with the advice lines",
    page: "tiny-lm",
    anchor: "vocabulary-workbench",
    set: {},
    hide: ["tiny-lm-check"],
    ask: "Let everyone paste a paragraph in their own language or on their own subject. How many pieces does each vocabulary cut it into, and which pieces are rare? Then fix a budget of a million parameters: who still meets both of the paper's lines?"
  },
  {
    title: "Which layer would you miss?",
    opens: "Joey's tower of layers, to take some out",
    page: "tiny-lm",
    anchor: "layer-skipping",
    set: {},
    hide: ["tiny-lm-check"],
    ask: "Before anybody presses: write down which single layer of the twelve you would give up, and which never. Then try them all, one, two and three at a time. Is what two cost the sum of what each costs? What does that say about what layers pass on?"
  },
  {
    title: "A race between two networks",
    opens: "Two small networks that learn in the page",
    page: "tiny-lm",
    anchor: "train-live",
    set: {},
    hide: ["tiny-lm-check"],
    ask: "Change one thing between the two, and nothing else: depth against width, or the learning rate. Say first which will be ahead after three hundred steps on text it has not seen. Run it three times with other seeds: is the winner always the same? How many times would you have to run it to be sure?"
  }
];

export const coreLessons: readonly Lesson[] = [
  {
    title: "What does agreement cost?",
    opens: "Two features under the pull of three penalties",
    page: "core",
    anchor: "penalty",
    set: {"penalty.g": "110"},
    hide: ["penalty.over", "core-check"],
    ask: "Before anybody presses Play: draw where f and g will be when each penalty has had its way. Which of the three change how long a feature is, and what would a detector lose that reads lengths? Then set the angle to 10° and play again: why does the squared cosine hardly move?"
  },
  {
    title: "Agreeing on nothing",
    opens: "A map that learns from the penalty alone, beside one with cross-entropy",
    page: "core",
    anchor: "penalty",
    set: {"penalty.step": "0", "penalty.loss": "l2"},
    hide: ["penalty.f", "penalty.fLength", "penalty.g", "penalty.gLength", "penalty.over", "core-check"],
    ask: "Every pair of views agrees perfectly in the left panel at the end. What can such features be used for? Find the penalty and rate at which cross-entropy still keeps the classes apart, and one at which it does not. What would you add to the loss if you had no labels?"
  },
  {
    title: "Whose threshold?",
    opens: "ROC curves on a linear and a logarithmic axis, with a threshold to drag",
    page: "core",
    anchor: "roc",
    set: {"roc.limit": "0.001"},
    hide: ["roc.a", "roc.b", "core-check"],
    ask: "A newsroom checks ten pictures a day, a platform ten million. Let each half of the class choose a threshold for one of them, and count both kinds of error in a day. Then draw a hundred pristine pictures again and again: how sure can you be of the rate that you have promised?"
  }
];

/** The query of a lesson's link. */
export function lessonQuery({set, hide}: Lesson): string {
  const pairs = Object.entries(set).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `?${[...pairs, `hide=${hide.join(",")}`].join("&")}`;
}

const fragment = ({anchor}: Lesson): string => (anchor === undefined ? "" : `#${anchor}`);

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
        html("a", {href: `${siteUrl(lesson.page).href}${lessonQuery(lesson)}${fragment(lesson)}`}, lesson.opens),
        `. ${lesson.ask}`
      )
    )
  );
