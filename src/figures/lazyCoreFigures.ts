// Figures of the CORE chapter below its first view, fetched when the first of them comes near. They take what the figures of
// the same names take.
import {fetchedBy, lazily} from "./kit/lazily.js";

const fetched = fetchedBy(() => import("./coreFigures.js"));

export const activation = lazily(fetched, "activation");
export const sphere = lazily(fetched, "sphere");
