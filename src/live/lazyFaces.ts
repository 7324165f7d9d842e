// The live panels of the CORE chapter, fetched when they are wanted, in one module.
import type {FaceManifest} from "./faceManifest.js";
import type {Opening} from "./facePanels.js";

const panel =
  (name: "nobodyPanel" | "twoViewsPanel" | "forgeryPanel" | "ownPicturePanel") =>
  async (manifest: () => Promise<FaceManifest>, opening?: () => Promise<Opening>): Promise<HTMLElement> => {
    const [panels, given, stills] = await Promise.all([import("./facesLive.js"), manifest(), opening?.()]);
    return panels[name]({...panels.facePanelOptions(given), ...(stills ? {opening: stills} : {})});
  };

/** People who do not exist. */
export const lazyNobody = panel("nobodyPanel");
/** Two views of a face, and how well a detector's features agree. */
export const lazyTwoViews = panel("twoViewsPanel");
/** A forgery made by the reader. */
export const lazyForgery = panel("forgeryPanel");
/** The reader's own picture. */
export const lazyOwnPicture = panel("ownPicturePanel");
