// What /kangaroo shows first: two short texts with the chains of all exit layers. null where nothing has been recorded yet.
import {recordedForest} from "./lib/recordedForest.js";

const choice = {perDomain: 1, maxNewTokens: 40, longest: 110, keep: (name: string) => /^exit-\d+$/.test(name)};
process.stdout.write(JSON.stringify(recordedForest(["dialogue", "math"], choice)));
