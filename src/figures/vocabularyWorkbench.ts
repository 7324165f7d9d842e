// A reader's own text, cut by vocabularies of different size: how many tokens, which of them are rare, what a vocabulary
// covers and which share of the parameters it takes. After PanGu-π Pro (Tang et al. 2024), section 3: cover more than 90 %
// of the corpus, spend less than 20 % of the parameters. Text is cut in the page, by the first merges of one vocabulary.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {nextTask} from "./kit/breathe.js";
import {formatCount} from "./kit/dom.js";
import {checkFields, numberField, selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {openVocabulary} from "./kit/openVocabulary.js";
import type {Source} from "./kit/source.js";
import {textField} from "./kit/textField.js";
import {about, choice, ownText, someOf, wholeNumber} from "./kit/urlState.js";
import {millions, vocabularyPicture} from "./kit/vocabularyPicture.js";
import {textNames, vocabularyTexts} from "./kit/vocabularyTexts.js";
import type {VocabularyText} from "./kit/vocabularyTexts.js";
import type {Paper} from "./paperData.js";
import type {VocabularyData} from "./vocabularyData.js";

export interface VocabularyWorkbenchOptions {
  /** name in links and files; default "vocabulary-workbench" */
  readonly id?: string;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of each chart; default as wide as there is room */
  readonly width?: number;
}

const MOST_CHARACTERS = 1000;

/** joey's width, and about its size */
const WIDTH = 192;
const TOTALS = ["1", "2", "5", "10", "20", "50", "100", "300", "1000", "1500", "7000"] as const;

/** What an address may set. */
export function vocabularyParameters({sizes}: Pick<VocabularyData, "sizes">) {
  const names = sizes.map(({size}) => String(size));
  const first = ["512", "4096", "16384"].filter((name) => names.includes(name));
  return {
    text: about("text of your own", ownText(MOST_CHARACTERS, "an example")),
    texts: about("example that stands there until then", choice<VocabularyText>("dialogue", textNames.map(([name]) => name))), // prettier-ignore
    sizes: about("vocabularies side by side, by their entries", someOf(first.join(","), names)),
    width: about("width of the network", wholeNumber(WIDTH, 16, 8192)),
    parameters: about("parameters of the whole network, in millions", choice("5", TOTALS)),
    head: about("whether one matrix is embedding and head", choice("tied", ["tied", "untied"]))
  };
}

/** The figure, worked out in several tasks. @throws where the vocabulary's merges or counts are damaged */
export async function vocabularyWorkbench(
  data: VocabularyData,
  paper: Paper,
  {id = "vocabulary-workbench", address, width}: VocabularyWorkbenchOptions = {}
): Promise<HTMLElement> {
  const vocabulary = openVocabulary(data);
  const parameters = bindParameters(id, vocabularyParameters(data), address);
  const {values} = parameters;
  // how common its entries are is counted for each size, once
  for (const size of values.sizes.split(",")) {
    await nextTask();
    vocabulary.cut("", Number(size));
  }
  await nextTask();
  const example = (): string => vocabularyTexts[values.texts];
  const picture = (): Picture =>
    vocabularyPicture({
      data,
      paper,
      vocabulary,
      text: values.text || example(),
      sizes: values.sizes.split(",").map(Number),
      network: {width: values.width, parameters: Number(values.parameters) * 1e6, tied: values.head === "tied"},
      width
    });
  const change = <K extends keyof typeof values>(name: K) => {
    return (value: (typeof values)[K]): void => {
      parameters.set(name, value);
      view.update(picture());
    };
  };
  const text = textField("Text", {most: MOST_CHARACTERS, emptied: example()}, values.text || example(), (value) =>
    change("text")(value === example() ? "" : value)
  );
  const texts = selectField("Example", textNames, values.texts, (value) => {
    parameters.set("text", "");
    change("texts")(value);
    text.set(example());
  });
  const names = data.sizes.map(({size}) => [String(size), formatCount(size)] as const);
  const sizes = checkFields("Entries", names, values.sizes.split(","), (ticked) => {
    if (ticked.length > 0) change("sizes")(ticked.join(","));
  });
  const totals = TOTALS.map((total) => [total, millions(Number(total) * 1e6)] as const);
  const heads = [["tied", "one matrix"], ["untied", "two matrices"]] as const; // prettier-ignore
  const controls = [
    {name: "texts", element: texts.element},
    {name: "text", element: text.element},
    {name: "sizes", element: sizes},
    {name: "width", element: numberField("Width", {min: 16, max: 8192}, values.width, change("width")).element},
    {name: "parameters", element: selectField("Parameters", totals, values.parameters, change("parameters")).element},
    {name: "head", element: selectField("Embedding and head", heads, values.head, change("head")).element}
  ];
  const view = frame({id, className: "vocabulary", source: sourceOf(data, paper), parameters, controls}, picture()); // prettier-ignore
  return view.element;
}

function sourceOf({source, weights, size}: VocabularyData, {short, where}: Paper): Source {
  return {
    how: `Cut in the page by the first merges of a vocabulary of ${formatCount(size)} entries; coverage and held-out text counted when it was made, ${source.date}`,
    paper: `${short}: Table 1 and its coverage (${where})`,
    more: [
      [
        "Vocabulary",
        `tokenizer.json with SHA-256 ${source.tokenizer.slice(0, 12)}…; its first 4,096 entries are joey’s`
      ],
      [
        "Mixture",
        Object.entries(weights)
          .map(([domain, weight]) => `${domain} ${weight}`)
          .join(", ")
      ],
      ["Commit", source.commit],
      ["Again", source.command]
    ]
  };
}
