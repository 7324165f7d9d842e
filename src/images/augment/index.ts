// The augmentations of CORE's released code, seeded.
export {augment, augmentDrawn, augmentations, type Augmentation, type Drawn} from "./families.js";
export {erase, eraseBox, eraseDefaults, type EraseOptions, type Rectangle} from "./erase.js";
export {cropBox, cropDefaults, type CropOptions} from "./resizedCrop.js";
