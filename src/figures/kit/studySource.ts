// Where the runs of a study come from.
import type {Paper} from "../paperData.js";
import type {StudyData} from "../studyData.js";
import {formatCount} from "./dom.js";
import type {Source} from "./source.js";
import {progressWords, scaleWords} from "./studyWords.js";

export function studySource(data: StudyData, paper?: Paper): Source {
  const {part, points, provenances, parent} = data;
  const runs = points.flatMap((point) => point.runs);
  const counts = provenances.map((_, k) => runs.filter(({provenance}) => provenance === k).length);
  const main = provenances[counts.indexOf(Math.max(...counts))];
  const others = [
    ...new Set(provenances.filter((each) => each !== main).map(({device, date}) => `${device}, ${date}`))
  ];
  return {
    how: `Trained for this page, ${progressWords(data)}; networks of ${scaleWords(data)}`,
    ...(parent === undefined ? {} : {models: [{name: "joey", sha256: parent}]}),
    texts: "scored on held-out text of the same four kinds as the training text, 64,000 bytes of each",
    ...(main ? {provenance: {...main, command: `npm run train -- study tiny-lm --only ${part}`}} : {}),
    ...(paper ? {paper: `${paper.paper}. ${paper.where}. ${paper.setting}`} : {}),
    more: [
      ...(others.length > 0 ? [["Also", others.join("; ")] as const] : []),
      ...(main ? [] : [["Make them", `npm run train -- study tiny-lm --only ${part}`] as const]),
      ["Runs", `${formatCount(data.done)} of ${formatCount(data.planned)}`]
    ]
  };
}
