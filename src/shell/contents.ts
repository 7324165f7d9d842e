/** Unfold the contents of the page where they stand beside the text; elsewhere the reader unfolds them. */
export function unfoldContents(): void {
  const details = document.querySelector<HTMLDetailsElement>("#observablehq-toc details");
  if (!details) return;
  const beside = matchMedia("(min-width: 90rem)"); // as in styles/shell.css
  const fold = (): void => void (details.open = beside.matches);
  beside.addEventListener("change", fold);
  fold();
  details.addEventListener("click", ({target}) => {
    if (target instanceof HTMLAnchorElement) fold();
  });
}
