/** The four manipulations. */
export const families = ["swap", "graphics", "reenact", "rerender"] as const;
export type Family = (typeof families)[number];
