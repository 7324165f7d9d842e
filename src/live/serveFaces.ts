// Drawing and judging faces behind a port: what the worker of the CORE chapter's live parts does. How things are opened is
// given by whoever starts it, so that tests serve the same in Node. Calls take turns, and one that nobody waits for any more
// is passed over.
import {applyView, type View} from "../images/augment/index.js";
import {decodeModel} from "../images/appearance/index.js";
import {fromRgba, toRgba, type Image} from "../images/image.js";
import type {Subject} from "../images/faceMesh.js";
import type {Found, PictureFace} from "../images/findFace.js";
import {answer} from "../runtime/channel.js";
import type {CallContext, Port} from "../runtime/channel.js";
import type {LoadOptions} from "../runtime/beside.js";
import type {Detector} from "../runtime/detector.js";
import type {RemoteFile} from "../runtime/fetchCheckpoint.js";
import {sumProgress} from "../runtime/fetchCheckpoint.js";
import {random} from "../training/random.js";
import type {
  FaceEvent,
  ForgeAnswer,
  ForgeArgs,
  OpenDetectorsArgs,
  OpenedDetectors,
  OpenedFaces,
  OpenFacesArgs,
  OwnAnswer,
  OwnArgs,
  Pixels,
  SubjectSpec,
  ViewsAnswer,
  ViewsArgs
} from "./faceMessages.js";
import {agreement, changeOf, CROP, crop, cropAt, cropMask, faceTools, forge, read, type FaceTools} from "./faceWork.js"; // prettier-ignore

export interface OpenDetectors {
  readonly threads: number;
  readonly version: string;
  readonly detectors: Readonly<Record<string, Detector>>;
  /** undefined where no picture can be looked through */
  readonly find?: (image: Image) => Promise<Found<{readonly face: PictureFace}>>;
}

export interface ServeFacesOptions {
  /** bytes of a file, checked */
  fetch(file: RemoteFile, options: LoadOptions): Promise<Uint8Array>;
  /** gzip */
  unpack(bytes: Uint8Array): Promise<Uint8Array>;
  open(args: OpenDetectorsArgs, options: LoadOptions): Promise<OpenDetectors>;
}

/**
 * Methods: `faces` (OpenFacesArgs → OpenedFaces) and `detectors` (OpenDetectorsArgs → OpenedDetectors), both with FaceEvents;
 * `views` (ViewsArgs → ViewsAnswer), `forge` (ForgeArgs → ForgeAnswer), `own` (OwnArgs → OwnAnswer), `forget` (drops the
 * reader's picture).
 */
export function serveFaces(port: Port, options: ServeFacesOptions): void {
  let tools: FaceTools | undefined;
  let opened: OpenDetectors | undefined;
  let own: Image | undefined;
  const crops = remembered<Image>();
  const subjects = remembered<Subject>();
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>({signal}: CallContext, act: () => Promise<T>): Promise<T> => {
    const done = turn.then(() => {
      signal.throwIfAborted();
      return act();
    });
    turn = done.catch(() => undefined);
    return done;
  };

  answer(port, {
    faces: (args, context) => inTurn(context, () => openFaces(args as OpenFacesArgs, context)),
    detectors: (args, context) => inTurn(context, () => openDetectors(args as OpenDetectorsArgs, context)),
    views: (args, context) => inTurn(context, () => views(args as ViewsArgs)),
    forge: (args, context) => inTurn(context, () => forged(args as ForgeArgs)),
    own: (args, context) => inTurn(context, () => look(args as OwnArgs)),
    forget: (_, context) =>
      inTurn(context, () => {
        own = undefined;
        return Promise.resolve();
      })
  });

  const ready = (): FaceTools => {
    if (!tools) throw new Error("faces: no appearance model is open; call faces first");
    return tools;
  };
  const detector = (name: string): Detector => {
    const found = opened?.detectors[name];
    if (!found) throw new Error(`detector: ${name} is not open; call detectors first`);
    return found;
  };

  async function openFaces({appearance, people}: OpenFacesArgs, context: CallContext): Promise<OpenedFaces> {
    const bytes = await options.fetch(appearance, loading(context));
    const model = decodeModel(await options.unpack(bytes));
    tools = faceTools(model, people);
    return {
      components: model.appearance.length,
      portraits: model.portraits.length,
      frames: tools.model.frames.length
    };
  }

  async function openDetectors(args: OpenDetectorsArgs, context: CallContext): Promise<OpenedDetectors> {
    opened ??= await options.open(args, loading(context));
    const {threads, version, detectors} = opened;
    const models = Object.fromEntries(Object.entries(detectors).map(([name, {sha256}]) => [name, sha256]));
    return {threads, version, models};
  }

  function cropOf(subject: SubjectSpec): Image {
    if (subject === "own") {
      if (!own) throw new Error("own picture: there is none; choose one first");
      return own;
    }
    const {person, forgery, quality} = subject;
    return crops(JSON.stringify(subject), () => {
      const drawn = subjects(JSON.stringify(person), () => ready().subject(person));
      const image = forgery ? forge(ready(), drawn, forgery).image : drawn.image;
      return crop(ready(), image, drawn.points, quality);
    });
  }

  async function views({subject, views: asked, detectors, windows}: ViewsArgs): Promise<ViewsAnswer> {
    const start = performance.now();
    const face = cropOf(subject);
    const made = asked.map((view: View) => applyView(face, CROP, view, random));
    const readings: Record<string, ViewsAnswer["readings"][string]> = {};
    for (const name of detectors) {
      const found = (await read(detector(name), made, windows)).map(({logit, feature}) => ({logit, feature}));
      const [a, b] = found;
      readings[name] = {views: found, ...(a && b ? {agreement: agreement(a.feature, b.feature)} : {})};
    }
    return {crop: pixels(face), views: made.map(pixels), readings, ms: performance.now() - start};
  }

  async function forged({person, forgery, quality, detectors}: ForgeArgs): Promise<ForgeAnswer> {
    const start = performance.now();
    const subject = subjects(JSON.stringify(person), () => ready().subject(person));
    const {image, mask} = forge(ready(), subject, forgery);
    const [before, after] = [subject.image, image].map((one) => crop(ready(), one, subject.points, quality));
    const seen = cropMask(ready(), mask, subject.points);
    const donor =
      forgery.family === "swap" || forgery.family === "graphics" ? ready().subject(forgery.donor) : undefined;
    const readings: Record<string, ForgeAnswer["readings"][string]> = {};
    for (const name of detectors) {
      const [pristine, made] = await read(detector(name), [before, after], "four");
      readings[name] = {pristine: pristine.logit, forged: made.logit, map: made.map};
    }
    return {
      pristine: pixels(before),
      forged: pixels(after),
      ...(donor ? {donor: pixels(crop(ready(), donor.image, donor.points, quality))} : {}),
      mask: seen,
      change: changeOf(before, after),
      changeInside: changeInside(before, after, seen.data),
      readings,
      ms: performance.now() - start
    };
  }

  async function look({rgba, width, height}: OwnArgs): Promise<OwnAnswer> {
    const start = performance.now();
    if (!opened?.find) throw new Error("own picture: no face finder is open; call detectors with one first");
    own = undefined;
    const image = fromRgba(rgba, width, height);
    const found = await opened.find(image);
    if (!found.found) return {...found, ms: performance.now() - start};
    const {points} = found.face;
    own = cropAt(image, points);
    return {found: true, points, crop: pixels(own), ms: performance.now() - start};
  }
}

function loading({emit, signal}: CallContext): LoadOptions {
  const tell = (event: FaceEvent): void => emit(event);
  const sum = sumProgress((progress) => tell({progress}));
  return {signal, progress: sum(), warn: (warning) => tell({warning})};
}

/** most people and crops that are kept: a slider moves, and the face stays the same */
const KEPT = 4;

/** What was made lately, by what it was made from. */
function remembered<T>(): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    const found = known.get(key) ?? make();
    known.delete(key);
    known.set(key, found);
    for (const old of known.keys()) if (known.size > KEPT) known.delete(old);
    return found;
  };
}

const pixels = (image: Image): Pixels => ({width: image.width, height: image.height, rgba: toRgba(image)});

/** Mean difference where the mask is above one half; 0 where it never is. */
function changeInside(a: Image, b: Image, mask: Float32Array): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] <= 0.5) continue;
    for (let c = 0; c < 3; c++) sum += Math.abs(a.data[3 * i + c] - b.data[3 * i + c]) / 3;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
