// All runs of a study as a table, one line each.
import type {SeedRun, StudyData, StudyPoint} from "../studyData.js";
import {tabulate} from "./dataTable.js";
import type {Cell, Column, Table} from "./dataTable.js";
import type {Study} from "./study.js";
import {STUDY_DOMAINS} from "./studyMeasures.js";
import {progressWords} from "./studyWords.js";

interface Row {
  readonly point: StudyPoint;
  /** undefined where none is done */
  readonly run?: SeedRun;
}

const digits = (value: number | undefined, count: number): Cell => (value === undefined ? "" : Number(value.toFixed(count))); // prettier-ignore
const ofRun = (name: string, value: (run: SeedRun) => Cell): Column<Row> => ({name, value: ({run}) => (run ? value(run) : "")}); // prettier-ignore
const ofPoint = (name: string, value: (point: StudyPoint) => Cell): Column<Row> => ({name, value: ({point}) => value(point)}); // prettier-ignore

export function studyTable(study: Study, data: StudyData): Table {
  const rows = data.points.flatMap((point): Row[] =>
    point.runs.length > 0 ? point.runs.map((run) => ({point, run})) : [{point}]
  );
  const columns: Column<Row>[] = [
    ofPoint("point", (point) => study.label(point)),
    ofRun("seed", ({seed}) => seed),
    ofPoint("layers", ({shape}) => shape.layers),
    ofPoint("width", ({shape}) => shape.width),
    ofPoint("expansion", ({shape}) => digits(shape.expansion, 2)),
    ofPoint("vocabulary", ({vocabulary}) => vocabulary.size),
    ofPoint("weights", ({parameters}) => parameters.total),
    ofPoint("tokens of a batch", ({batchTokens}) => batchTokens),
    ofPoint("learning rate", ({peak}) => peak),
    ofRun("bits per byte", ({score}) => digits(score, 4)),
    ...STUDY_DOMAINS.map((name) => ofRun(`bits per byte, ${name}`, ({bitsPerByte}) => digits(bitsPerByte?.[name], 4))),
    ofRun("last words right", ({cloze}) => digits(cloze, 4)),
    ofRun("training loss", ({curve, diverged}) => (diverged === undefined ? digits(curve.at(-1)?.[1], 4) : "")),
    ofRun("before the first step", ({evaluations}) => (evaluations[0]?.[0] === 0 ? digits(evaluations[0][1], 4) : "")),
    ofRun("diverged at step", ({diverged}) => diverged ?? ""),
    ofRun("planned steps", ({trained}) => trained.steps),
    ofRun("planned tokens", ({trained}) => trained.tokens),
    ofRun("planned operations", ({trained}) => trained.flops),
    ofRun("processor seconds", ({cost}) => cost.seconds),
    ofRun("trained on", ({provenance}) => data.provenances[provenance].device),
    ofRun("hash", ({hash}) => hash)
  ];
  return tabulate(rows, columns, `Runs of the study, ${progressWords(data)}`);
}
