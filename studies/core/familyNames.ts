/** Kinds of pictures in words, as cards have them. */
export const familyNames: Readonly<Record<string, string>> = {
  all: "all four",
  swap: "face swap",
  graphics: "graphics swap",
  reenact: "re-enactment",
  rerender: "re-rendered mouth",
  null: "null"
};
