// The sources of the CORE study's pictures, in words.
export const sourceNames: Readonly<Record<string, string>> = {
  samples: "people sampled from our model",
  mixtures: "mixtures of portraits",
  faker: "faces of the generator “faker”",
  london: "photographs, London set",
  canada: "photographs, Canadian set",
  interfaces: "photographs, interfaces set"
};

/** The same, as a control has room for. */
export const shortSources: Readonly<Record<string, string>> = {
  samples: "sampled people",
  "samples-many": "sampled people, 10,000 pristine",
  mixtures: "mixtures",
  faker: "faker",
  london: "London photos",
  canada: "Canada photos",
  interfaces: "interfaces"
};
