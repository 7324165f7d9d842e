/** The four manipulations. */
export const families = ["swap", "graphics", "reenact", "rerender"] as const;
export type Family = (typeof families)[number];

/** What they are called. */
export const familyNames: Readonly<Record<Family, string>> = {
  swap: "face swap",
  graphics: "graphics swap",
  reenact: "re-enactment",
  rerender: "re-rendered mouth"
};
