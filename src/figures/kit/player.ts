// The transport of a figure that moves: play and pause, one frame back and forth, a slider, keys. It knows frames only.
import {html} from "./dom.js";

export interface PlayerOptions {
  /** number of frames, ≥ 1; the last is frames − 1 */
  readonly frames: number;
  /** first frame shown; default 0 */
  readonly frame?: number;
  /** milliseconds that a frame stays, of its index; default 280 each */
  readonly hold?: (frame: number) => number;
  /** begin to play as soon as the figure is in view, unless motion is to be reduced; default false */
  readonly autoplay?: boolean;
  /** what a frame is called, for its reader; default "step 3 of 20" */
  readonly describe?: (frame: number) => string;
}

export interface Player {
  /** the row of controls */
  readonly element: HTMLElement;
  readonly frame: number;
  readonly playing: boolean;
  seek(frame: number): void;
  play(): void;
  pause(): void;
  /** Keys of the figure: space plays or pauses, arrows step, Home and End jump. True where the key was used. */
  key(event: KeyboardEvent): boolean;
}

/** Controls over frames 0 … frames − 1; `show` draws one. */
export function player(
  show: (frame: number, playing: boolean) => void,
  {frames, frame: first = 0, hold = () => 280, autoplay = false, describe}: PlayerOptions
): Player {
  const last = frames - 1;
  const label = describe ?? ((f: number) => `step ${f} of ${last}`);
  let frame = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const back = html("button", {type: "button"}, ...labelled("−1", "One step back"));
  const toggle = html("button", {type: "button", class: "toggle"}, "Play");
  const forth = html("button", {type: "button"}, ...labelled("+1", "One step forward"));
  const slider = html("input", {type: "range", min: 0, max: last, step: 1, "aria-label": "Step"});
  const output = html("output", {class: "frame"});
  const element = html(
    "div",
    {class: "player", role: "group", "aria-label": "Playback"},
    back,
    toggle,
    forth,
    slider,
    output
  );

  const seek = (to: number): void => {
    const next = Math.max(0, Math.min(last, Math.round(to)));
    if (next === frame) return;
    frame = next;
    slider.value = String(frame);
    slider.setAttribute("aria-valuetext", label(frame));
    output.textContent = label(frame);
    back.disabled = frame === 0;
    forth.disabled = frame === last;
    show(frame, timer !== undefined);
  };
  const pause = (): void => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", tick);
    const wasPlaying = timer !== undefined;
    timer = undefined;
    toggle.textContent = frame === last ? "Again" : "Play";
    if (wasPlaying) show(frame, false);
  };
  const tick = (): void => {
    if (document.hidden) return document.addEventListener("visibilitychange", tick, {once: true});
    if (frame + 1 < last) timer = setTimeout(tick, hold(frame + 1));
    seek(frame + 1);
    if (frame === last) pause();
  };
  const play = (): void => {
    if (timer !== undefined) return;
    if (frame === last) seek(0);
    timer = setTimeout(tick, hold(frame));
    toggle.textContent = "Pause";
  };
  const step = (by: number): void => {
    pause();
    seek(frame + by);
    if (frame < last) toggle.textContent = "Play";
  };
  const flip = (): void => (timer === undefined ? play() : pause());

  back.addEventListener("click", () => step(-1));
  forth.addEventListener("click", () => step(1));
  toggle.addEventListener("click", flip);
  slider.addEventListener("input", () => {
    pause();
    seek(Number(slider.value));
    toggle.textContent = frame === last ? "Again" : "Play";
  });
  seek(first);
  if (autoplay) whenSeen(element, play);

  return {
    element,
    get frame() {
      return frame;
    },
    get playing() {
      return timer !== undefined;
    },
    seek,
    play,
    pause,
    key({key, target, altKey, ctrlKey, metaKey}) {
      if (altKey || ctrlKey || metaKey || (target instanceof Element && target.closest(busy))) return false;
      if (key === " ") flip();
      else if (key === "ArrowLeft") step(-1);
      else if (key === "ArrowRight") step(1);
      else if (key === "Home") step(-frames);
      else if (key === "End") step(frames);
      else return false;
      return true;
    }
  };
}

/** A sign to see and words to hear. */
const labelled = (sign: string, words: string): HTMLSpanElement[] => [
  html("span", {"aria-hidden": "true"}, sign),
  html("span", {class: "visually-hidden"}, words)
];

/** elements that have their own use for these keys */
const busy = "button, input, select, textarea, summary, a";

/** Call `then` once, when the element is on screen and motion is welcome. */
function whenSeen(element: Element, then: () => void): void {
  if (typeof IntersectionObserver === "undefined" || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    then();
  });
  observer.observe(element);
}
