// The work that a citation names, shown beside its link while the link has the pointer or the focus: a copy of its entry in
// the list of references, so that a page without this module still leads there. Escape closes it, the pointer may move
// into it, Tab goes on to the addresses in it, and a first touch opens it where a second follows the link.
import {html} from "./dom.js";

const EDGE = 12;
const GAP = 6;
/** milliseconds until the pointer opens or leaves a card */
const PATIENCE = {open: 120, close: 220};

/** Let the citations of a page show their works. */
export function citationCards(root: ParentNode = document): void {
  for (const link of root.querySelectorAll<HTMLAnchorElement>("a.citation")) attach(link);
}

interface Open {
  readonly link: HTMLAnchorElement;
  readonly card: HTMLElement;
  readonly abort: AbortController;
}

let open: Open | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

function attach(link: HTMLAnchorElement): void {
  let quiet = false; // a card that Escape has closed stays closed while the focus comes back
  let touchedShut = false;
  const later = (what: () => void, ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(what, ms);
  };
  const show = (): void => {
    clearTimeout(timer);
    if (open?.link === link) return;
    close();
    const work = document.getElementById(link.hash.slice(1))?.querySelector(".work");
    if (!work) return;
    const card = html("span", {class: "citation-card"}, ...[...work.childNodes].map((node) => node.cloneNode(true)));
    const abort = new AbortController();
    const {signal} = abort;
    open = {link, card, abort};
    link.after(card);
    const put = (): void => place(card, link);
    put();
    const inside = (target: EventTarget | null): boolean =>
      target instanceof Node && (link.contains(target) || card.contains(target));
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", () => later(leave, PATIENCE.close));
    card.addEventListener("focusout", ({relatedTarget}) => !inside(relatedTarget) && close());
    addEventListener("scroll", put, {signal, passive: true, capture: true});
    addEventListener("resize", put, {signal});
    document.addEventListener("pointerdown", ({target}) => !inside(target) && close(), {signal});
    document.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        quiet = true;
        if (card.contains(document.activeElement)) link.focus();
        close();
        quiet = false;
      },
      {signal, capture: true}
    );
  };
  const leave = (): void => {
    if (open?.link === link && !link.parentElement?.querySelector(":focus-visible")) close();
  };
  link.addEventListener("pointerenter", ({pointerType}) => pointerType !== "touch" && later(show, PATIENCE.open));
  link.addEventListener("pointerleave", ({pointerType}) => pointerType !== "touch" && later(leave, PATIENCE.close));
  link.addEventListener("focus", () => !quiet && show());
  link.addEventListener("blur", ({relatedTarget}) => {
    if (open?.link === link && !(relatedTarget instanceof Node && open.card.contains(relatedTarget))) close();
  });
  link.addEventListener("pointerdown", ({pointerType}) => {
    touchedShut = pointerType === "touch" && open?.link !== link;
  });
  link.addEventListener("click", (event) => {
    if (touchedShut) {
      event.preventDefault();
      show();
    } else close();
    touchedShut = false;
  });
}

function close(): void {
  clearTimeout(timer);
  open?.card.remove();
  open?.abort.abort();
  open = undefined;
}

/** Below the link, or above it where there is no room; never beyond the sides of the window. */
function place(card: HTMLElement, link: HTMLElement): void {
  const from = link.getBoundingClientRect();
  const {width, height} = card.getBoundingClientRect();
  const room = document.documentElement.clientWidth - EDGE - width;
  const below = from.bottom + GAP;
  const above = from.top - GAP - height;
  card.style.left = `${Math.max(EDGE, Math.min(from.left, room))}px`;
  card.style.top = `${below + height > innerHeight && above > 0 ? above : below}px`;
}
