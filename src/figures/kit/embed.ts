// A figure alone on its page, for a frame in another one. It tells that page its height, so that the frame can be as tall:
//   addEventListener("message", ({data, source}) => data?.type === "concord:height" && …)
import {html} from "./dom.js";
import {siteUrl} from "./siteRoot.js";

export interface EmbedOptions {
  /** the page it is from, such as "ems-sd" */
  readonly page: string;
  /** that page's name */
  readonly name: string;
  /** where on that page; default its beginning */
  readonly anchor?: string;
}

/** The figure, and a line that leads to its page with the parameters that are set. */
export function embedded(figure: HTMLElement, {page, name, anchor = ""}: EmbedOptions): HTMLElement {
  const url = siteUrl(page);
  const link = html("a", {href: url.href, target: "_blank", rel: "noopener"}, `Concord: ${name}`);
  const aim = (): void => {
    url.search = location.search;
    url.hash = anchor;
    link.href = url.href;
  };
  for (const event of ["pointerenter", "focus", "click"]) link.addEventListener(event, aim);
  aim();
  postHeight();
  return html("div", {class: "embedded"}, figure, html("p", {class: "embedded-from"}, "From ", link));
}

/** Tell the page around this one how tall this is, now and whenever it changes. Nothing is told where there is none. */
export function postHeight(
  root: HTMLElement = document.documentElement,
  post = (message: {readonly type: "concord:height"; readonly height: number}) => parent.postMessage(message, "*")
): void {
  root.dataset.embed = "";
  if (parent === window || typeof ResizeObserver === "undefined") return;
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height !== told) post({type: "concord:height", height: (told = height)});
  }).observe(root);
}
