// Your own picture: found, aligned and judged in the page, by a teaching model. It never leaves the device.
import {bindParameters} from "../figures/kit/address.js";
import {html, svg} from "../figures/kit/dom.js";
import {selectField} from "../figures/kit/fields.js";
import {frame} from "../figures/kit/frame.js";
import type {Picture} from "../figures/kit/frame.js";
import {augmentations, drawView, viewWords} from "../images/augment/index.js";
import {random} from "../training/random.js";
import {agreementCard, probability} from "./agreementPicture.js";
import {errorText, faceBar} from "./faceBar.js";
import {faceCanvas} from "./faceCanvas.js";
import {latest} from "./faceLatest.js";
import {detectorNames, fetchWords, missingWords} from "./faceManifest.js";
import type {OwnAnswer, Pixels, ViewsAnswer} from "./faceMessages.js";
import {ownPictureParameters} from "./faceParameters.js";
import type {FacePanelOptions} from "./facePanels.js";
import {liveFaceSource} from "./faceSource.js";
import {agreement as agreementOf, CROP} from "./faceWork.js";
import {frameOf, pixelsOf} from "./ownPicture.js";

export function ownPicturePanel({manifest, lab}: FacePanelOptions): HTMLElement {
  const bound = bindParameters("own-picture", ownPictureParameters);
  const {values} = bound;
  let last: ViewsAnswer | undefined;
  let found: Extract<OwnAnswer, {found: true}> | undefined;
  const views = () => {
    const next = random(values.seed);
    return [0, 1].map(() => drawView(values.draw, {width: CROP, height: CROP}, CROP, next));
  };
  const whole = faceCanvas("Your picture");
  const crop = faceCanvas("As a detector reads it");
  const canvases = [faceCanvas("View f"), faceCanvas("View g")];
  const cards = html("div", {class: "agreements"});
  const asking = latest<null, ViewsAnswer>(
    (_, signal) => lab.views({subject: "own", views: [[], ...views()], detectors: Object.keys(manifest.detectors), windows: "four"}, signal), // prettier-ignore
    (answer) => {
      last = answer;
      bar.fail("");
      draw();
    },
    (error) => bar.fail(`The picture could not be read: ${errorText(error)}.`)
  );
  const ask = (): void => {
    if (lab.stage === "judged" && found) asking.ask(null);
  };
  const bar = faceBar(lab, {
    judge: true,
    label: `Bring the detectors here (${fetchWords(manifest, true)} to fetch)`,
    missing: missingWords(manifest),
    note: "Fetch the detectors first; then choose a picture. The picture is read in this page and goes nowhere.",
    ready: () => {
      chooser.disabled = camera.disabled = false;
      ask();
    }
  });
  const chooser = html("input", {type: "file", accept: "image/*", disabled: true});
  const file = html("label", {class: "field"}, "A picture with a face", chooser);
  const camera = html("button", {type: "button", disabled: true}, "Take one with the camera");
  const forget = html("button", {type: "button", hidden: true}, "Forget it");
  const shot = html("button", {type: "button", class: "primary"}, "Take it");
  const stop = html("button", {type: "button"}, "Switch the camera off");
  const video = html("video", {autoplay: true, playsinline: true, "aria-label": "What the camera sees"});
  video.muted = true;
  const filming = html("div", {class: "own-camera", hidden: true}, video, html("div", {class: "live-bar"}, shot, stop));
  let stream: MediaStream | undefined;

  chooser.addEventListener("change", () => {
    const [picked] = chooser.files ?? [];
    if (picked) void look(() => pixelsOf(picked));
  });
  camera.addEventListener("click", () => void film());
  shot.addEventListener("click", () => void look(() => Promise.resolve(frameOf(video))).then(dark));
  stop.addEventListener("click", dark);
  forget.addEventListener("click", () => void away());

  async function film(): Promise<void> {
    bar.fail("");
    try {
      stream = await navigator.mediaDevices.getUserMedia({video: {facingMode: "user"}});
      video.srcObject = stream;
      filming.hidden = false;
    } catch (error) {
      const refused = (error as Partial<Error>).name === "NotAllowedError";
      bar.fail(refused ? "The camera was not allowed; choose a file, or allow it in the browser." : `There is no camera to take a picture with: ${errorText(error)}.`); // prettier-ignore
    }
  }
  function dark(): void {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    video.srcObject = null;
    filming.hidden = true;
  }
  async function look(pixels: () => Promise<Pixels>): Promise<void> {
    bar.fail("");
    try {
      const picture = await pixels();
      bar.say("Looking for a face …");
      const answer = await lab.own(picture);
      bar.say("");
      if (!answer.found) {
        await away();
        bar.fail(`This picture cannot be used: ${answer.reason}. Choose another.`);
        return;
      }
      found = answer;
      forget.hidden = false;
      showWhole(picture, answer);
      ask();
    } catch (error) {
      bar.say("");
      bar.fail(`The picture could not be used: ${errorText(error)}.`);
    }
  }
  /** Nothing of the picture stays, here or in the worker. */
  async function away(): Promise<void> {
    asking.stop(); // what is still on its way is of that picture
    [found, last] = [undefined, undefined];
    forget.hidden = true;
    chooser.value = "";
    whole.show(undefined, "nothing yet");
    whole.over.replaceChildren();
    crop.show(undefined, "nothing yet");
    for (const canvas of canvases) canvas.show(undefined, "nothing yet");
    cards.replaceChildren();
    draw();
    await lab.forget();
  }
  function showWhole(picture: Pixels, {points, crop: cut}: Extract<OwnAnswer, {found: true}>): void {
    whole.show(picture, "the picture you chose");
    whole.over.setAttribute("viewBox", `0 0 ${picture.width} ${picture.height}`);
    const r = Math.max(picture.width, picture.height) / 90;
    whole.over.replaceChildren(...points.map(([x, y]) => svg("circle", {class: "landmark", cx: x, cy: y, r})));
    crop.show(cut, "the face, aligned by eyes, nose and mouth");
  }

  const again = html("button", {type: "button"}, "Two other views");
  again.addEventListener("click", () => {
    bound.set("seed", (values.seed + 1) % 10_000);
    ask();
  });
  const controls = [
    {
      name: "draw",
      element: selectField(
        "Views drawn by",
        augmentations.map((name) => [name, name] as const),
        values.draw,
        (value) => {
          // prettier-ignore
          bound.set("draw", value);
          ask();
        }
      ).element
    }
  ];
  const stage = html(
    "div",
    {class: "live faces-live own-live"},
    ...bar.elements,
    html("div", {class: "live-bar"}, file, camera, again, forget),
    filming,
    html("div", {class: "faces-row"}, whole.element, crop.element, ...canvases.map(({element}) => element)),
    cards
  );
  const view = frame({id: "own-picture", className: "faces", source: liveFaceSource(manifest, lab), parameters: bound, controls}); // prettier-ignore

  function draw(): void {
    if (last) {
      const drawn = views();
      last.views.slice(1).forEach((picture, i) => canvases[i].show(picture, viewWords(drawn[i])));
      cards.replaceChildren(
        ...Object.entries(last.readings).flatMap(([name, {views: read}]) => {
          const [, a, b] = read;
          return a && b ? [ownCard(name, read)] : [];
        })
      );
    }
    view.update(picture());
  }
  function ownCard(name: string, read: ViewsAnswer["readings"][string]["views"]): HTMLElement {
    const [plain, a, b] = read;
    const card = agreementCard({name: detectorNames[name] ?? name, agreement: agreementOf(a.feature, b.feature), views: [a, b], manipulated: false}); // prettier-ignore
    card.append(html("p", {class: "own-score"}, `The picture itself: p(manipulated) ${probability(plain.logit).toFixed(2)}`)); // prettier-ignore
    return card;
  }
  function picture(): Picture {
    const readings = Object.entries(last?.readings ?? {});
    return {
      element: stage,
      title: "Your own picture, judged by a teaching model",
      caption: [
        html("strong", {}, "This proves nothing about your picture. "),
        "The detectors were trained for less than half an hour on faces of nobody with four simple manipulations. On photographs their answers are often wrong, as the figures above measure. The cross-entropy is that of the label “real”, whatever your picture is. The picture, its crop and the answers stay in this page; nothing is sent or kept."
      ],
      source: liveFaceSource(manifest, lab),
      table: () => ({
        caption: "What two detectors make of the picture and of two views of it",
        head: ["detector", "picture", "p(manipulated)"],
        body: readings.flatMap(([name, {views: read}]) =>
          read.map(({logit}, i) => [
            detectorNames[name] ?? name,
            ["whole", "first view", "second view"][i],
            probability(logit)
          ])
        )
      })
    };
  }
  draw();
  return view.element;
}
