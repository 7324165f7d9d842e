// Rounds of early exiting under a player: the moment's drawing, what it means in a sentence, the text so far, and sums.
import type {StepRecord} from "../../traces/step.js";
import type {ForestText} from "../forestData.js";
import {tabulate} from "./dataTable.js";
import type {Column} from "./dataTable.js";
import {formatCount, html} from "./dom.js";
import type {Child} from "./dom.js";
import {sumRounds} from "./exitRound.js";
import type {ExitDraft, ExitRound} from "./exitRound.js";
import type {Picture} from "./frame.js";
import {player} from "./player.js";
import {roundDrawing, sentence} from "./roundPicture.js";
import type {RoundShape} from "./roundPicture.js";
import {sampleRuns} from "./sampleText.js";

export interface RoundsOptions {
  readonly shape: RoundShape;
  readonly text: ForestText;
  readonly steps: readonly StepRecord[];
  readonly word: (token: number) => string;
  readonly autoplay: boolean;
}

interface Moment {
  readonly round: number;
  readonly drafted: number;
  readonly verified: boolean;
}

/** What the figure's frame is put around. */
export function roundsPicture(
  rounds: readonly ExitRound[],
  {shape, text, steps, word, autoplay}: RoundsOptions
): Picture {
  const moments = rounds.flatMap(({drafts}, round): Moment[] => [
    ...drafts.map((_, k) => ({round, drafted: k + 1, verified: false})),
    {round, drafted: drafts.length, verified: true}
  ]);
  const drawing = roundDrawing(shape, word);
  const scroller = html(
    "div",
    {
      class: "round-scroll",
      tabindex: 0,
      role: "group",
      "aria-label": "Rounds: space plays, arrow keys step, Home and End jump"
    },
    drawing.element
  );
  const said = html("p", {class: "moment"});
  const reading = html("p", {class: "sample-text"});
  const counts = html("dl", {class: "sums"});
  const status = html("p", {class: "visually-hidden", role: "status"});

  const show = (frame: number, playing: boolean): void => {
    const {round, drafted, verified} = moments[frame];
    const now = rounds[round];
    drawing.update(now, drafted, verified);
    said.textContent = sentence(now, drafted, verified, word);
    reading.replaceChildren(
      html("span", {class: "run-before"}, tail(text.promptText)),
      ...sampleRuns(steps, 0, round, text.texts),
      ...inFlight(now, drafted, verified, word)
    );
    counts.replaceChildren(...sums(rounds.slice(0, round + (verified ? 1 : 0)), now, verified ? 0 : drafted));
    if (!playing) status.textContent = said.textContent;
  };
  const describe = (frame: number): string => `round ${moments[frame].round + 1} of ${rounds.length}`;
  const hold = (frame: number): number => (moments[frame].verified ? 900 : 380);
  const controls = player(show, {frames: moments.length, hold, autoplay, describe});
  scroller.addEventListener("keydown", (event) => {
    if (controls.key(event)) event.preventDefault();
  });
  return {
    element: html(
      "div",
      {},
      controls.element,
      html("div", {class: "round-body"}, scroller, html("div", {}, said, reading, counts)),
      status
    ),
    title: finding(rounds, shape),
    caption: [
      `Each column is a token on its way up. The first ${shape.exitLayer === 1 ? "layer and" : `${shape.exitLayer} layers and`} the adapter say what might come next, and the bar says how sure they are of it: below the line η nothing more is drafted, and the doubtful draft is kept, as in the released code. Then one pass of the other layers over all columns says what does come next. It begins with the states that the first layers have left, and both share their cache.`
    ],
    svgs: () => [drawing.element],
    table: () => tabulate(draftRows(rounds), columnsOf(word), "Every draft of every round")
  };
}

/** What the rounds show. */
function finding(rounds: readonly ExitRound[], {exitLayer, layers}: RoundShape): string {
  const {rounds: count, tokens} = sumRounds(rounds);
  return `Drafted by ${exitLayer === 1 ? "1 layer" : `${exitLayer} layers`} of ${layers}, ${tokens} tokens take ${count} passes of the others: ${(tokens / count).toFixed(2)} tokens a pass`;
}

/** The drafts of a round that is not over, or what became of them. */
function inFlight(
  {drafts, accepted, own}: ExitRound,
  drafted: number,
  verified: boolean,
  word: (token: number) => string
): Child[] {
  const text = (list: readonly ExitDraft[]): string => list.map(({token}) => word(token)).join("");
  const parts: (readonly ["span" | "s", string, string])[] = verified
    ? [
        ["span", "run-accepted", text(drafts.slice(0, accepted))],
        ["s", "run-rejected", text(drafts.slice(accepted).filter(({right}) => right !== true))],
        ["span", "run-emitted", word(own)]
      ]
    : [["span", "run-drafted", text(drafts.slice(0, drafted))]];
  return parts.flatMap(([name, kind, words]) => (words === "" ? [] : [html(name, {class: kind}, words)]));
}

/** The end of a prompt. */
const tail = (text: string, most = 160): string => (text.length > most ? `…${text.slice(-most)}` : text);

function sums(done: readonly ExitRound[], now: ExitRound, drafting: number): HTMLElement[] {
  const {rounds, tokens, drafts, right} = sumRounds(done);
  const ahead = drafting > 0 ? drafting : 0;
  const passes = drafts + rounds + ahead;
  const rows: [string, string][] = [
    ["tokens written", formatCount(tokens)],
    ["passes of the other layers", formatCount(rounds)],
    ["passes of the first layers", formatCount(passes)],
    ["drafts", formatCount(drafts + ahead)],
    ["of them right", formatCount(right)],
    ["tokens a pass", rounds > 0 ? (tokens / rounds).toFixed(2) : "–"]
  ];
  return rows.map(([name, value]) => html("div", {}, html("dt", {}, name), html("dd", {}, value)));
}

interface DraftRow {
  readonly round: number;
  readonly place: number;
  readonly draft: ExitDraft;
  readonly instead: number | undefined;
}

const draftRows = (rounds: readonly ExitRound[]): DraftRow[] =>
  rounds.flatMap(({drafts, own}, r) =>
    drafts.map((draft, i) => ({
      round: r + 1,
      place: i + 1,
      draft,
      instead: draft.right === false ? own : undefined
    }))
  );

const columnsOf = (word: (token: number) => string): readonly Column<DraftRow>[] => [
  {name: "round", value: ({round}) => round},
  {name: "draft", value: ({place}) => place},
  {name: "token", value: ({draft}) => word(draft.token)},
  {name: "confidence", value: ({draft}) => Number(draft.confidence.toFixed(4))},
  {name: "within 0.0001 of η", value: ({draft}) => (draft.near ? "yes" : "")},
  {name: "verdict", value: ({draft}) => (draft.right === true ? "right" : draft.right === false ? "wrong" : "lost")},
  {name: "the network's own", value: ({instead}) => (instead === undefined ? "" : word(instead))}
];
