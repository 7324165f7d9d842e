// Five questions on the penalty of CORE and on rates at few false alarms. Every answer is worked out when it is asked for:
// from the penalties as the figure has them, and from the paper's tables.
import {followed, lengthOf, slopeByAngle} from "./kit/penaltyMath.js";
import type {Question} from "./kit/question.js";
import {columnOf, rowOf, tableOf} from "./paperData.js";
import type {Paper} from "./paperData.js";

export interface CoreFacts {
  readonly paper: Paper;
}

/** The questions, in the order in which the chapter answers them. */
export function coreQuestions({paper}: CoreFacts): Question[] {
  return [level(), lengths(), finest(), gaps(paper), dip(paper)];
}

/** The place of a slider that is nearest to a value: what a reader can give, and an address can hold. */
const onStep = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(6));

/** The angle at which the square is as steep as what is squared. */
function level(): Question {
  return {
    id: "q1",
    kind: "slider",
    text: "Two views’ features disagree by an angle. Near agreement (1 − cos)² pulls more weakly than 1 − cos would, far from it more strongly. At how many degrees do both pull alike?",
    min: 0,
    max: 180,
    step: 5,
    start: 90,
    unit: "degrees",
    tolerance: 0,
    answer() {
      const angles = Array.from({length: 35}, (_, i) => 5 * (i + 1));
      const apart = (degrees: number): number => {
        const angle = (degrees * Math.PI) / 180;
        return Math.abs(slopeByAngle("cosine", angle) / slopeByAngle("plain", angle) - 1);
      };
      return angles.reduce((a, b) => (apart(b) < apart(a) ? b : a));
    },
    explain(answer, given) {
      if (given === answer) {
        return `At ${answer}°: the slope of the square is 2 (1 − cos) times the other’s, and there the cosine is a half. Training brings views far below that, where the square hardly asks for more.`;
      }
      return "The derivative of a square is twice the thing squared times its own derivative. Where is twice 1 − cos equal to one?";
    }
  };
}

/** The length at which L2 lets two features meet. */
function lengths(): Question {
  const [a, b] = [2, 1];
  return {
    id: "q2",
    kind: "slider",
    text: `f and g stand at a right angle, with lengths ${a} and ${b}, and follow the pull of L2 alone until they agree. How long are they then?`,
    min: 0,
    max: 2,
    step: 0.1,
    start: 1.5,
    unit: "",
    tolerance: 0.1,
    answer: () => onStep(lengthOf(followed("l2", {f: [a, 0], g: [0, b]}, Infinity).f), 0.1),
    explain(answer, given) {
      if (Math.abs(given - answer) <= 0.1) {
        return `About ${answer}: they meet half way along the straight line between their tips, which lies nearer to the middle than the circle does. The cosine’s penalty would have left ${a} and ${b}.`;
      }
      return "They meet half way between both tips, at (1, ½).";
    }
  };
}

/** How many pristine pictures a rate of false alarms takes. */
function finest(): Question {
  const rate = 0.0001;
  return {
    id: "q3",
    kind: "slider",
    text: "The paper reports how many forgeries are found at 0.01% false alarms. How many thousand pristine pictures does a test set need before a single false alarm is within that?",
    min: 1,
    max: 30,
    step: 1,
    start: 3,
    unit: "thousand",
    tolerance: 0,
    answer: () => onStep(1 / rate / 1000, 1),
    explain(answer, given) {
      if (given === answer) {
        return `${answer} thousand: one of them is 0.01%. With fewer the rate is that of no false alarm at all, and the highest-scoring pristine picture alone decides it.`;
      }
      return given < answer ? "Then one false alarm is more than 0.01% already." : "Fewer will do: one false alarm may be exactly 0.01%."; // prettier-ignore
    }
  };
}

/** What differs by how much in Table 1. */
function gaps(paper: Paper): Question {
  const table = tableOf(paper, "inDataset");
  const gap = (key: string): number => {
    const [before = NaN, last = NaN] = columnOf(table, key).slice(-2);
    return last - before;
  };
  return {
    id: "q4",
    kind: "slider",
    text: `In the paper’s ${table.name} CORE is ${gap("auc").toFixed(3)} points above Xception with random erasing in AUC. By how many points is it above it in the share found at 0.01% false alarms?`,
    min: 0,
    max: 5,
    step: 0.1,
    unit: "points",
    tolerance: 0.1,
    answer: () => onStep(gap("tdr001"), 0.1),
    explain(answer, given) {
      if (Math.abs(given - answer) <= 0.1) {
        return `${gap("tdr001").toFixed(2)}, more than a hundred times as much. A service that looks at millions of pictures lives at this end of the curve, where the area hardly sees anything; and where a few pictures decide.`;
      }
      return given < answer ? "More: the area is nearly all made of places that nobody would use." : "Less than that.";
    }
  };
}

/** Where the average rises and a column falls. */
function dip(paper: Paper): Question {
  const table = tableOf(paper, "crossDataset");
  const at = (row: string, key: string): number => columnOf(table, key)[table.rows.indexOf(rowOf(table, row))] ?? NaN;
  const change = at("RaAug", "celeb-df") - at("None", "celeb-df");
  return {
    id: "q5",
    kind: "slider",
    text: `The caption of the paper’s ${table.name} says consistently better. From no augmentation and no penalty to RaAug with the penalty, the average AUC rises from ${at("None", "average").toFixed(2)} to ${at("RaAug", "average").toFixed(2)}. By how many points does it change on Celeb-DF?`,
    min: -10,
    max: 10,
    step: 0.5,
    start: 0,
    unit: "points",
    tolerance: 0.5,
    answer: () => onStep(change, 0.5),
    explain(answer, given) {
      if (Math.abs(given - answer) <= 0.5) {
        return `It falls by ${Math.abs(change).toFixed(2)}, from ${at("None", "celeb-df").toFixed(2)} to ${at("RaAug", "celeb-df").toFixed(2)}; the other two columns, DFD above all, carry the average.`;
      }
      return given > 0 ? "An average can rise while one of its parts falls." : "Look at the column in the table.";
    }
  };
}
