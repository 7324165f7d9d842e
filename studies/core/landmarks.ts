// Landmarks of the portraits: facts about pictures that are not in the repository (landmarks.json).
import {readFileSync} from "node:fs";
import type {FaceGroups} from "../../src/images/faceMesh.js";
import type {Point} from "../../src/images/image.js";

export type Source = "london" | "canada" | "faker" | "interfaces";

/** One portrait: what is known of it, and its landmarks in pixels of the aligned crop of 160. */
export interface Portrait {
  /** below the folder of portraits */
  readonly file: string;
  readonly source: Source;
  readonly identity: string;
  readonly sex: "female" | "male";
  readonly age?: number;
  readonly expression?: "neutral" | "smile";
  /** turned to the side, in units of half the face's width */
  readonly yaw: number;
  /** between the lips, as a share of the mouth's width */
  readonly mouthOpen: number;
  readonly grey?: boolean;
  readonly points: readonly Point[];
}

/** Whose pictures these are. */
export interface Credit {
  readonly licence: string;
  readonly credit: string;
  readonly via?: string;
}

export interface Landmarks {
  /** pixels along each side of the crops that the landmarks belong to */
  readonly size: number;
  readonly sources: Readonly<Record<Source, Credit>>;
  readonly groups: FaceGroups;
  readonly portraits: readonly Portrait[];
}

interface LandmarksFile extends Omit<Landmarks, "portraits"> {
  readonly mean: readonly Point[];
  readonly items: readonly (Omit<Portrait, "points" | "source"> & {readonly points: string})[];
}

/** steps of a pixel in the file */
const STEPS = 7;

export function readLandmarks(): Landmarks {
  const text = readFileSync(new URL("landmarks.json", import.meta.url), "utf8");
  const {size, sources, groups, mean, items} = JSON.parse(text) as LandmarksFile;
  const portraits = items.map((item): Portrait => {
    const bytes = Buffer.from(item.points, "base64");
    const points = mean.map(([x, y], i): Point => [x + bytes.readInt8(2 * i) / STEPS, y + bytes.readInt8(2 * i + 1) / STEPS]); // prettier-ignore
    return {...item, source: item.file.split("/")[0] as Source, points};
  });
  return {size, sources, groups, portraits};
}
