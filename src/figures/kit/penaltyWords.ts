// What the figure of the penalty says in words and tables.
import {html} from "./dom.js";
import {angleOf, followed, lengthOf, penaltyKinds, penaltyOf, pullOf} from "./penaltyMath.js";
import type {Pair, PenaltyKind} from "./penaltyMath.js";
import {signed} from "./penaltyCurves.js";

export const penaltyNames: Readonly<Record<PenaltyKind, string>> = {
  cosine: "(1 − cos)²",
  plain: "1 − cos",
  l1: "L1",
  l2: "L2"
};

export const degreesOf = (radians: number): number => (radians * 180) / Math.PI;

/** The finding: how hard the squared penalty pulls at this angle, and what the other two do to lengths. */
export function penaltyFinding(pair: Pair): string {
  const angle = angleOf(pair);
  const degrees = `${Math.round(degreesOf(angle))}°`;
  if (angle < 1e-9)
    return "f and g point the same way: the cosine’s penalty is 0 whatever their lengths; L1 and L2 want them equal too";
  const ratio = 2 * (1 - Math.cos(angle));
  const pull = `At ${degrees} (1 − cos)² pulls ${ratio.toFixed(2)} times as hard as 1 − cos`;
  if (Math.PI - angle < 1e-6)
    return `${pull}, but neither pulls at all: opposite features do not know which way to turn`;
  const end = followed("l2", pair, Infinity);
  return `${pull} and keeps both lengths; L2 lets f and g meet at length ${lengthOf(end.f).toFixed(2)}`;
}

/** The pulls on f, and where each penalty has led the pair, a row for each. */
export function pullTable(start: Pair, time: number): HTMLTableElement {
  const heads = ["penalty", "its value", "pull on f across", "along f", "then: angle", "length of f", "of g"];
  return html(
    "table",
    {class: "penalty-table"},
    html("caption", {}, `The pull at the start, and the pair after following it for a time of ${time.toFixed(2)}`),
    html(
      "thead",
      {},
      html("tr", {}, ...heads.map((head, i) => html("th", {scope: "col", class: i > 0 && "number"}, head)))
    ),
    html(
      "tbody",
      {},
      ...pullRows(start, time).map(([name, ...cells]) =>
        html("tr", {}, html("th", {scope: "row"}, name), ...cells.map((cell) => html("td", {class: "number"}, cell)))
      )
    )
  );
}

/** The rows of that table. */
export function pullRows(start: Pair, time: number): string[][] {
  return penaltyKinds.map((kind) => {
    const {across, along} = pullOf(kind, start);
    const then = followed(kind, start, time);
    return [
      penaltyNames[kind],
      penaltyOf(kind, start).toFixed(3),
      signed(across, 3),
      signed(along, 3),
      `${degreesOf(angleOf(then)).toFixed(1)}°`,
      lengthOf(then.f).toFixed(3),
      lengthOf(then.g).toFixed(3)
    ];
  });
}

/** What a panel shows, in a sentence. */
export function panelWords(kind: "cosine" | "l1" | "l2", start: Pair, now: Pair): string {
  if (now === start) return startWords(start);
  const [before, after] = [angleOf(start), angleOf(now)].map((angle) => `${degreesOf(angle).toFixed(0)}°`);
  const lengths = [now.f, now.g].map((vector) => lengthOf(vector).toFixed(2)).join(" and ");
  return kind === "cosine"
    ? `${before} → ${after}; lengths stay ${lengths}`
    : `${before} → ${after}; lengths ${[start.f, start.g].map((vector) => lengthOf(vector).toFixed(2)).join(" and ")} → ${lengths}`;
}

const startWords = (pair: Pair): string =>
  `${degreesOf(angleOf(pair)).toFixed(0)}° apart; lengths ${[pair.f, pair.g].map((vector) => lengthOf(vector).toFixed(2)).join(" and ")}`;

/** The angle in words, with both penalties and slopes there. */
export function angleWords(pair: Pair): string {
  const angle = angleOf(pair);
  const away = 1 - Math.cos(angle);
  return `At ${degreesOf(angle).toFixed(0)}°: 1 − cos is ${away.toFixed(3)} and rises by ${Math.sin(angle).toFixed(3)} a radian; its square is ${(away ** 2).toFixed(3)} and rises by ${(2 * away * Math.sin(angle)).toFixed(3)}, ${(2 * away).toFixed(2)} times as fast. The two are level at 60°: nearer than that the square is the gentler one, and at 10° it has 3% of the other’s slope.`;
}
