// How fast the shapes of the Tiny LM studies decode and train. null where nothing has been measured yet.
import {readSpeeds} from "../lib/shapeStudies.js";

process.stdout.write(JSON.stringify(readSpeeds() ?? null));
