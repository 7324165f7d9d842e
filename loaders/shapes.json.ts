// Networks for the shape workbench to start from. What a study of shapes measured comes with that study.
import type {ShapeData} from "../src/figures/shapeData.js";
import {namedShapes} from "./lib/namedShapes.js";

const data: ShapeData = {shapes: namedShapes()};
process.stdout.write(JSON.stringify(data));
