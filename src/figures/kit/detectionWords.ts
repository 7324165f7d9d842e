// Words for runs, faces and views of recorded detections.
import {familyNames} from "../../images/manipulate/names.js";
import type {SphereFace, SphereRun} from "../sphereData.js";
import type {DrawnView} from "../../traces/index.js";

/** A run's loss: "no penalty", "cosine, rate 10". */
export function lossName({consistency, rate}: Pick<SphereRun, "consistency" | "rate">): string {
  if (consistency === "none") return "no penalty";
  return `${consistency === "cosine" ? "cosine" : consistency.toUpperCase()}, rate ${rate}`;
}

const kinds: Partial<Record<string, string>> = {
  pristine: "pristine",
  ...familyNames
};

/** How a picture was manipulated, in words. */
export const kindName = (kind: string): string => kinds[kind] ?? kind;

/** "Person 3, face swap". */
export const faceName = ({person, kind}: Pick<SphereFace, "person" | "kind">): string =>
  `Person ${Number(person) + 1}, ${kindName(kind)}`;

/** What was drawn for a view, and how much of the window it covers. */
export function viewWords({flipped, erased, cropped}: DrawnView, [left, top]: readonly number[], size: number): string {
  const said: string[] = [];
  if (flipped) said.push("mirrored");
  if (cropped) said.push(`cut to ${cropped.width} × ${cropped.height} pixels`);
  if (erased) {
    const wide = Math.min(erased.left + erased.width, left + size) - Math.max(erased.left, left);
    const high = Math.min(erased.top + erased.height, top + size) - Math.max(erased.top, top);
    const covered = Math.round((100 * Math.max(0, wide) * Math.max(0, high)) / size ** 2);
    said.push(`${erased.width} × ${erased.height} pixels blackened, ${covered}% of the window`);
  }
  return said.length > 0 ? said.join(", ") : "as it is";
}
