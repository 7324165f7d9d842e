// Networks for the shape workbench to start from, and what the study of shapes found.
import type {ShapeData} from "../src/figures/shapeData.js";
import {namedShapes} from "./lib/namedShapes.js";
import {shapeStudies} from "./lib/shapeStudies.js";

const data: ShapeData = {shapes: namedShapes(), ...shapeStudies()};
process.stdout.write(JSON.stringify(data));
