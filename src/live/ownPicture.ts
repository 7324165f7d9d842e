// A reader's picture, from a file or the camera, as bytes. It stays in this page: nothing here or in the worker sends anything.
import type {Pixels} from "./faceMessages.js";

/** pixels of the longer side that a picture is looked through at; larger ones are made smaller */
const MOST = 1280;

/** @throws with words for the reader where the file is no picture that this browser can read */
export async function pixelsOf(file: Blob): Promise<Pixels> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(`this file${file.type === "" ? "" : ` (${file.type})`} is no picture that this browser can read; choose a JPEG, PNG or WebP`); // prettier-ignore
  });
  try {
    return drawn(bitmap, bitmap.width, bitmap.height);
  } finally {
    bitmap.close();
  }
}

/** What a video shows now. */
export const frameOf = (video: HTMLVideoElement): Pixels => drawn(video, video.videoWidth, video.videoHeight);

function drawn(source: CanvasImageSource, width: number, height: number): Pixels {
  if (width === 0 || height === 0) throw new Error("the picture is empty; choose another");
  const k = Math.min(1, MOST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * k));
  canvas.height = Math.max(1, Math.round(height * k));
  const context = canvas.getContext("2d", {willReadFrequently: true});
  if (!context) throw new Error("this browser has no canvas to read pictures with");
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
  return {width: canvas.width, height: canvas.height, rgba: data as Uint8ClampedArray<ArrayBuffer>};
}
