// From a run's steps to one record per request, in the names that real servers use.

import type {RequestRecord, RequestStep, RequestToken, RunRecord} from "./formats.js";
import {acceptanceHistogram} from "./metrics/acceptanceHistogram.js";
import {acceptanceLength} from "./metrics/acceptanceLength.js";
import {draftAcceptanceRate} from "./metrics/draftAcceptanceRate.js";
import type {SampleStep, StepRecord} from "./step.js";

/** One request per sample of the run. A step of the batch after a sample's end is no step of that request. */
export function requestRecords(run: RunRecord, steps: readonly StepRecord[], engineVersion?: string): RequestRecord[] {
  const target = run.models.find(({role}) => role === "target");
  const [prefill, ...decoding] = steps;
  return run.prompts.map((prompt, row): RequestRecord => {
    const own = decoding.filter(({samples}) => samples[row].emitted.length > 0);
    const requestSteps = own.map(({samples, ms}) => requestStep(samples[row], ms));
    const completion = steps.reduce((sum, {samples}) => sum + samples[row].emitted.length, 0);
    return {
      type: "request",
      schema: "concord.request/1",
      engine: "concord",
      ...(engineVersion === undefined ? {} : {engine_version: engineVersion}),
      model: target?.name ?? "unknown",
      method: run.drafter,
      temperature: typeof run.options.temperature === "number" ? run.options.temperature : 0,
      batch_id: run.id,
      row,
      prompt_id: prompt,
      prompt_tokens: [...prefill.feed.roles].filter((role, r) => role === "p" && prefill.feed.samples[r] === row)
        .length,
      completion_tokens: completion,
      prefill: tokens(prefill.samples[row]).map((token) => ({...token, source: "prefill"})),
      steps: requestSteps,
      histogram: acceptanceHistogram(requestSteps),
      wall_time_s: [prefill, ...own].reduce((sum, {ms}) => sum + ms.total, 0) / 1000,
      ...(requestSteps.length > 0 && {mean_acceptance_length: acceptanceLength(requestSteps)}),
      ...(requestSteps.some(({drafted}) => drafted > 0) && {draft_acceptance_rate: draftAcceptanceRate(requestSteps)}),
      provenance: run.provenance
    };
  });
}

function requestStep(sample: SampleStep, {total, draft, verify}: StepRecord["ms"]): RequestStep {
  return {
    drafted: sample.drafted.length + sample.leftovers,
    accepted: sample.accepted,
    t_ms: total,
    draft_ms: draft,
    verify_ms: verify,
    tokens: tokens(sample)
  };
}

function tokens({emitted, accepted, acceptedPath, confidence, draftConfidence}: SampleStep): RequestToken[] {
  return emitted.map((id, i): RequestToken => {
    const drafted = i < accepted;
    const p_draft = draftConfidence?.[acceptedPath?.[i] ?? i];
    return {
      id,
      source: drafted ? "draft" : "target",
      ...(drafted && p_draft !== undefined && {p_draft}),
      ...(confidence[i] !== undefined && {p_target: confidence[i]})
    };
  });
}
