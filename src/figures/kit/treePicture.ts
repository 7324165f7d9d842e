// A round of tree drafting with its player: the text, the tree, what happens, and the mask of the pass that verifies it.
import type {TreeRound} from "../treeData.js";
import {html, svg} from "./dom.js";
import type {Picture} from "./frame.js";
import {player} from "./player.js";
import {drawTree} from "./treeDrawing.js";
import {drawMask, maskSentence} from "./treeMask.js";
import {framesOf, shapeOf} from "./treeShape.js";
import type {Fate} from "./treeShape.js";
import {frameName, frameSentence, treeFinding, treeTable} from "./treeWords.js";

export interface TreePictureOptions {
  /** first frame shown; past the last it is the last */
  readonly frame: number;
  /** told of every frame that is shown at rest */
  readonly seen: (frame: number, last: number) => void;
}

export function treePicture(round: TreeRound, {frame: first, seen}: TreePictureOptions): Picture {
  const shape = shapeOf(round);
  const frames = framesOf(shape);
  const last = frames.length - 1;
  const scroller = html("div", {
    class: "tree-scroll",
    tabindex: 0,
    role: "group",
    "aria-label": "The tree: space plays, arrow keys step"
  });
  const mask = html("div", {class: "tree-mask-scroll", tabindex: 0, role: "group", "aria-label": "The mask"});
  const text = html("p", {class: "sample-text tree-text"});
  const words = html("p", {class: "tree-words"});
  const pass = html("p", {});
  const status = html("p", {class: "visually-hidden", role: "status"});
  const title = treeFinding(shape);

  const show = (f: number, playing: boolean): void => {
    const frame = frames[f];
    const {pointed, front, width} = drawTree(shape, frame, {ariaLabel: `${title}. Shown: ${frameName(frame)}`});
    const focus = scroller.querySelector(".pointed-at:focus-within") !== null;
    scroller.replaceChildren(pointed.element);
    if (focus) scroller.focus({preventScroll: true});
    ends = {front, width};
    follow();
    words.textContent = frameSentence(shape, frame);
    mask.replaceChildren(drawMask(shape, frame));
    pass.textContent = `${maskSentence(shape, frame)} A line is a row, a column is what it may see. Every row sees the text in the cache and the text's last token; a node sees its own ancestors besides. So all branches are checked at once, and none knows of another.`;
    text.replaceChildren(...textOf(round, frame.kind === "accept"));
    if (playing) return;
    status.textContent = frameSentence(shape, frame);
    seen(f, last);
  };
  // where the tree is wider than the figure, keep what is new in sight
  let ends = {front: 0, width: 0};
  const follow = (): void => {
    const {clientWidth} = scroller;
    if (ends.width > clientWidth) scroller.scrollLeft = Math.max(0, ends.front + 24 - clientWidth);
  };
  const controls = player(show, {
    frames: frames.length,
    frame: Math.min(first, last),
    hold: (f) => (f === last ? 0 : 1600),
    describe: (f) => frameName(frames[f])
  });
  if (typeof ResizeObserver !== "undefined") new ResizeObserver(follow).observe(scroller);
  scroller.addEventListener("keydown", (event) => {
    const inPoints = event.target instanceof Element && event.target.closest(".points") !== null;
    if (!inPoints && controls.key(event)) event.preventDefault();
  });
  return {
    title,
    element: html(
      "div",
      {class: "tree-parts"},
      html("div", {class: "race-bar"}, controls.element, legend()),
      text,
      scroller,
      words,
      html("div", {class: "tree-pass"}, mask, pass),
      status
    ),
    caption: [
      `The paper's tree, grown by its text alone: no code of it was released. K = ${round.options.width} and η = ${round.options.threshold} are the paper's. It gives no size, ours is ${round.options.maxNodes} nodes; of an odd number of childless nodes we prune the smaller half; the last level is kept whole. A number is a score; · is a space, ⏎ a line break.`
    ],
    table: () => treeTable(shape)
  };
}

/** The end of the text before the round; once it is verified, what it has written. */
function textOf({before, emitted}: TreeRound, verified: boolean): HTMLSpanElement[] {
  const runs: (readonly [string, string])[] = [
    ["run-before", `…${before.join("").trimStart()}`],
    ["run-accepted", verified ? emitted.slice(0, -1).join("") : ""],
    ["run-emitted", verified ? emitted.slice(-1).join("") : ""]
  ];
  return runs.filter(([, run]) => run !== "").map(([kind, run]) => html("span", {class: kind}, run));
}

const kinds: readonly (readonly [Fate | "own", string])[] = [
  ["new", "new in its level"],
  ["kept", "in the tree"],
  ["pruned", "pruned"],
  ["accepted", "accepted"],
  ["rejected", "verified, not chosen"],
  ["own", "the network's own"]
];

function legend(): HTMLUListElement {
  return html(
    "ul",
    {class: "legend", "aria-label": "What becomes of a node"},
    ...kinds.map(([kind, label]) => {
      const corner = kind === "own" ? 6 : 2;
      const d = `M${1 + corner},1h${20 - 2 * corner}a${corner},${corner} 0 0 1 ${corner},${corner}v${12 - 2 * corner}a${corner},${corner} 0 0 1 ${-corner},${corner}h${2 * corner - 20}a${corner},${corner} 0 0 1 ${-corner},${-corner}v${2 * corner - 12}a${corner},${corner} 0 0 1 ${corner},${-corner}z`;
      const key = svg(
        "svg",
        {class: "tree-key", width: 22, height: 14, viewBox: "0 0 22 14", "aria-hidden": "true"},
        svg("path", {class: `node ${kind}`, d}),
        ...(kind === "pruned" ? [svg("path", {class: "struck", d: "M3,7h16"})] : [])
      );
      return html("li", {}, key, label);
    })
  );
}
