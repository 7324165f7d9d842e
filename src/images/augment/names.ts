/** The families of augmentations, as CORE's released code names them. */
export const augmentations = ["None", "RE", "RandCrop", "RaAug", "DFDC_selim"] as const;
export type Augmentation = (typeof augmentations)[number];
