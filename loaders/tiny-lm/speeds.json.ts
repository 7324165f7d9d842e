// How fast the shapes of the depth study decode, twenty texts at a time as in the paper's table 2: tokens a second of
// processor time by the point's name. null where nothing has been measured yet.
import {readSpeeds} from "../lib/shapeStudies.js";

const speeds = readSpeeds();
const named = speeds?.shapes.map(({layers, width, decode20}) => [`${layers}x${width}`, decode20.median] as const);
process.stdout.write(JSON.stringify(named ? Object.fromEntries(named) : null));
