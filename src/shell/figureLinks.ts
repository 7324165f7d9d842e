// Links to figures that are not there yet: those below the first view come when they are near. Where a page's fragment
// names one, its place is brought into view, and itself once it has come.

/** Follow the page's fragment to a figure's place. */
export function followFigureLinks(): void {
  follow();
  addEventListener("hashchange", follow);
}

function follow(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id || document.getElementById(id)) return;
  const place = document.querySelector(`[data-figure="${CSS.escape(id)}"]`);
  if (!place) return;
  place.scrollIntoView();
  const observer = new MutationObserver(() => {
    const figure = document.getElementById(id);
    if (!figure) return;
    observer.disconnect();
    figure.scrollIntoView();
  });
  observer.observe(place, {childList: true, subtree: true});
}
