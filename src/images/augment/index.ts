// The augmentations of CORE's released code, seeded.
export {augment, augmentations, drawView, type Augmentation} from "./families.js";
export {applyView, type View, type ViewStep} from "./view.js";
export {erase, eraseBox, eraseDefaults, inside, type EraseOptions, type Rectangle} from "./erase.js";
export {cropBox, cropDefaults, type CropOptions} from "./resizedCrop.js";
export {decodeView, encodeView} from "./viewCode.js";
export {boxesOf, stepOf, stepWords, viewWords, withBoxes, withStep} from "./editView.js";
