// The frame around every figure: a title that states what it shows, its controls, its picture, a caption, its data as a
// table, downloads, links, and where its numbers come from. A figure remakes the picture when its parameters change, and
// the frame stays, with the reader's focus in it.
import type {Bound} from "./address.js";
import {dataTable, toCsv} from "./dataTable.js";
import type {Table} from "./dataTable.js";
import {html} from "./dom.js";
import type {Child} from "./dom.js";
import {downloads} from "./downloads.js";
import type {Drawn} from "./downloads.js";
import {share} from "./share.js";
import {sourceDetails} from "./source.js";
import type {Source} from "./source.js";

export interface Picture {
  readonly element: HTMLElement | SVGSVGElement;
  /** what the picture shows, as one sentence with its numbers, without a full stop */
  readonly title: string;
  /** how to read it */
  readonly caption: readonly Child[];
  readonly table: () => Table;
  /** where its numbers come from, if not where the frame says, as of another device */
  readonly source?: Source;
  /** drawings for SVG and PNG files; default every svg of the element that is an image */
  readonly svgs?: () => readonly Drawn[];
}

export interface Control {
  /** the parameter it sets */
  readonly name: string;
  readonly element: HTMLElement;
}

export interface FrameOptions {
  /** the figure's name in links, files and tests, such as "race" */
  readonly id: string;
  readonly source: Source;
  /** what the link holds; default nothing */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- parameters of any figure
  readonly parameters?: Bound<any>;
  readonly controls?: readonly Control[];
  readonly className?: string;
  /** whether its pictures can be taken away as SVG and PNG; default true, false where they are no drawings */
  readonly drawings?: boolean;
}

export interface Frame {
  readonly element: HTMLElement;
  /** Show another picture. */
  update(picture: Picture): void;
}

/** A figure. Give it its first picture with `update`, or here. */
export function frame(
  {id, source, parameters, controls = [], className = "", drawings = true}: FrameOptions,
  first?: Picture
): Frame {
  let picture = first;
  const titleId = `${id}-title`;
  const title = html("p", {class: "figure-title", id: titleId});
  const stage = html("div", {class: "stage"});
  const caption = html("figcaption", {});
  const table = dataTable(() => now().table());
  const shown = controls.filter(({name}) => !parameters?.hidden(name));
  const now = (): Picture => {
    if (!picture) throw new Error(`figure ${id}: it has no picture yet`);
    return picture;
  };
  const svgs = (): readonly Drawn[] => now().svgs?.() ?? [...stage.querySelectorAll<SVGSVGElement>('svg[role="img"]')];
  let details = sourceDetails(source);
  let from = source;
  const element = html(
    "figure",
    {class: `figure ${className}`.trim(), id, "aria-labelledby": titleId},
    title,
    ...(shown.length > 0 ? [html("div", {class: "fields"}, ...shown.map((control) => control.element))] : []),
    stage,
    caption,
    html(
      "div",
      {class: "figure-tools"},
      table.element,
      downloads(id, {...(drawings ? {svgs} : {}), csv: () => toCsv(now().table())}),
      share(() => ({id, title: picture?.title ?? id, query: parameters?.query() ?? ""}))
    ),
    details
  );
  const update = (next: Picture): void => {
    picture = next;
    if (title.textContent !== next.title) title.textContent = next.title;
    if (stage.firstChild !== next.element || stage.childNodes.length !== 1) stage.replaceChildren(next.element);
    caption.replaceChildren(...next.caption);
    table.refresh();
    if (next.source && next.source !== from) {
      from = next.source;
      const other = sourceDetails(from);
      other.open = details.open;
      details.replaceWith(other);
      details = other;
    }
  };
  if (first) update(first);
  return {element, update};
}
