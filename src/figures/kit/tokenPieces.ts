// A text as its tokens: each in a box of its own, spaces and line breaks to be seen, rare ones underlined, parts of
// characters as bytes.
import {formatCount, html} from "./dom.js";
import type {Child} from "./dom.js";
import type {CutText, Piece} from "./openVocabulary.js";

/** Tokens less frequent than this share count as rare. */
export const RARE = 1 / 50_000;

export const isRare = ({share}: Piece): boolean => share < RARE;

/** How often a token occurs, in words: "1 in 1,200". */
export function oneIn(share: number): string {
  if (share === 0) return "never";
  const every = 1 / share;
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(every)) - 1);
  return `1 in ${formatCount(every < 100 ? Math.round(every) : Math.round(every / digits) * digits)}`;
}

const marks: Readonly<Record<string, string>> = {" ": "·", "\n": "⏎", "\r": "␍", "\t": "⇥"};

/** What a piece says, with its white space marked; a line break also breaks the line. */
export function pieceText({text, part}: Pick<Piece, "text" | "part">): Child[] {
  if (part) return [text];
  return text.split(/([ \n\r\t])/).flatMap((run): Child[] => {
    if (run === "") return [];
    const mark = marks[run] as string | undefined;
    return mark === undefined ? [run] : [html("i", {}, mark)];
  });
}

/** The same as text alone. */
export const pieceWords = (piece: Pick<Piece, "text" | "part">): string =>
  piece.part ? `bytes ${piece.text}` : piece.text.replaceAll(/[ \n\r\t]/g, (space) => marks[space]);

export function tokenPieces({pieces, size}: CutText): HTMLElement {
  const spans = pieces.flatMap((piece, i): HTMLElement[] => {
    const classes = ["piece", i % 2 === 1 && "odd", isRare(piece) && "rare", piece.part && "part"];
    const title = `token ${formatCount(piece.id)}: ${oneIn(piece.share)}, ${formatCount(piece.place)} of ${formatCount(size)}`;
    const span = html("span", {class: classes.filter(Boolean).join(" "), title}, ...pieceText(piece));
    return piece.text.includes("\n") && !piece.part ? [span, html("br")] : [span];
  });
  return html(
    "p",
    {class: "pieces", role: "group", "aria-label": `cut into ${formatCount(pieces.length)} tokens`},
    ...spans
  );
}
