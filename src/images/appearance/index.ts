// An active appearance model: reading it, people who do not exist, and their faces.
export {decodeModel, encodeModel} from "./format.js";
export {cameo, faceDrawer, type DrawFaceOptions} from "./drawFace.js";
export {shapeOf, textureOf, type AppearanceModel, type Coefficients} from "./model.js";
export {meanPerson, mixPerson, samplePerson, walkPerson, type MixOptions, type Person} from "./person.js";
