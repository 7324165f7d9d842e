// Links to figures that are not there yet: those below the first view come when they are near. Where a page's fragment
// names one, its place is brought into view, and itself once it has come. What comes above it meanwhile would push it out
// of view again, so it is held there until it has come or the reader does something.

/** Follow the page's fragment to a figure's place. */
export function followFigureLinks(): void {
  follow();
  addEventListener("hashchange", follow);
}

const acts = ["wheel", "touchstart", "pointerdown", "keydown", "hashchange"] as const;

function follow(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id || document.getElementById(id)) return;
  const place = document.querySelector(`[data-figure="${CSS.escape(id)}"]`);
  if (!place) return;
  const observer = new ResizeObserver(() => {
    const figure = document.getElementById(id);
    (figure ?? place).scrollIntoView();
    if (figure) leave();
  });
  const leave = (): void => {
    observer.disconnect();
    for (const act of acts) removeEventListener(act, leave);
  };
  for (const act of acts) addEventListener(act, leave, {passive: true});
  observer.observe(document.body);
}
