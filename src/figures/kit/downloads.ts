// A figure to take away: its pictures as one SVG or PNG file with the colours of the page as it stands, its data as CSV.
import {html} from "./dom.js";

/** A picture, or some that stand side by side. */
export type Drawn = SVGSVGElement | readonly SVGSVGElement[];

export interface DownloadSources {
  /** pictures, stacked from top to bottom; default none, and then no buttons for them */
  readonly svgs?: () => readonly Drawn[];
  readonly csv: () => string;
}

/** Buttons for SVG, PNG and CSV files called `name`. */
export function downloads(name: string, {svgs, csv}: DownloadSources): HTMLDivElement {
  const button = (label: string, make: () => Promise<Blob> | Blob): HTMLButtonElement => {
    const element = html("button", {type: "button", "aria-label": `Download ${name} as ${label}`}, label);
    element.addEventListener("click", async () => save(await make(), `${name}.${label.toLowerCase()}`));
    return element;
  };
  return html(
    "div",
    {class: "downloads", role: "group", "aria-label": "Download"},
    ...(svgs
      ? [
          button("SVG", () => new Blob([stack(svgs())], {type: "image/svg+xml"})),
          button("PNG", () => rasterize(stack(svgs())))
        ]
      : []),
    button("CSV", () => new Blob([csv()], {type: "text/csv"}))
  );
}

/** A button that saves a file. */
export function saveButton(label: string, name: string, make: () => Blob): HTMLButtonElement {
  const element = html("button", {type: "button", class: "save"}, label);
  element.addEventListener("click", () => save(make(), name));
  return element;
}

function save(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  html("a", {href, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

const painted = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight"
];
const shapes = "path, line, text";
const gap = 12;

/** One SVG document of several, with computed styles written out, since a file has no style sheet. */
function stack(drawn: readonly Drawn[]): string {
  let [width, y] = [0, gap];
  const placed = drawn.flatMap((row) => {
    const beside = (row instanceof SVGSVGElement ? [row] : row).map((part) => ({part, box: part.viewBox.baseVal}));
    let x = 0;
    const places = beside.map(({part, box}) => {
      const place = {part, box, x, y};
      x += box.width;
      return place;
    });
    width = Math.max(width, x);
    y += Math.max(...beside.map(({box}) => box.height)) + gap;
    return places;
  });
  const copies = placed.map(({part, box, x, y}) => {
    const copy = part.cloneNode(true) as SVGSVGElement;
    const originals = part.querySelectorAll(shapes);
    copy.querySelectorAll(shapes).forEach((shape, k) => {
      const style = getComputedStyle(originals[k]);
      for (const property of painted) shape.setAttribute(property, style.getPropertyValue(property));
    });
    copy.removeAttribute("style");
    for (const [key, value] of Object.entries({x, y, width: box.width, height: box.height})) {
      copy.setAttribute(key, String(value));
    }
    return new XMLSerializer().serializeToString(copy);
  });
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--panel");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}"><rect width="100%" height="100%" fill="${paper.trim()}"/>${copies.join("")}</svg>`;
}

async function rasterize(source: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = html("canvas", {width: image.width * 2, height: image.height * 2});
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("png: the browser made no picture"))),
      "image/png"
    );
  });
}
