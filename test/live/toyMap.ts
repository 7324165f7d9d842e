// A map of two tokens at four exits of a network with four layers, made up.
import type {ExitMap} from "../../src/traces/exitMap.js";

const tokens = ["\n", " cat", " sat", " a", "<i>"];
const answer = (text: string, confidence: number, right: boolean) => ({
  token: tokens.indexOf(text),
  text,
  confidence,
  right
});

/** The reader wrote "<b> cat"; the network, which would have said " a", goes on with " sat". */
export const toyMap: ExitMap = {
  layers: 4,
  exits: [
    {layer: 1, adapter: false},
    {layer: 2, adapter: false},
    {layer: 2, adapter: true},
    {layer: 3, adapter: false}
  ],
  first: "<b>",
  places: [
    {
      text: " cat",
      written: false,
      target: answer(" a", 0.9, false),
      answers: [answer("\n", 0.2, false), answer(" a", 0.4, true), answer(" a", 0.7, true), answer(" a", 0.8, true)]
    },
    {
      text: " sat",
      written: true,
      target: answer(" sat", 0.6, true),
      answers: [
        answer("<i>", 0.1, false),
        answer(" a", 0.3, false),
        answer(" sat", 0.5, true),
        answer(" sat", 0.5, true)
      ]
    }
  ]
};

/** The same without what the adapter says. */
export const toyMapOfHead: ExitMap = {
  ...toyMap,
  exits: toyMap.exits.filter(({adapter}) => !adapter),
  places: toyMap.places.map((place) => ({...place, answers: place.answers.filter((_, k) => !toyMap.exits[k].adapter)}))
};
