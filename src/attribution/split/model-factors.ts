import { timesVector } from '../../statistics/sparse-rows.ts';
import type { FittedStage, ModelName } from './fit-stage.ts';

/** Coefficients of a stage's models: the fitted ones or those of a replicate. */
export type Coefficients = Readonly<Record<ModelName, Float64Array | undefined>>;

/** Coefficients of a stage's models without a bucket (−1: all buckets). */
export function coefficientsOf({ models }: FittedStage, without_bucket: number): Coefficients {
  const of = (name: ModelName) => (without_bucket < 0 ? models[name]?.coefficients : models[name]?.replicates[without_bucket]);
  return { exit: of('exit'), progress: of('progress'), later_order: of('later_order') };
}

/** Factors of the odds of one model: by context, by arrival, by friction pattern, and by its kind in a medium; all 0 without a model. */
export interface ModelFactors {
  context: Float64Array;
  arrival: Float64Array;
  friction: Float64Array;
  interplay: Float64Array;
}

/** The factors of all models of a stage, the same for every alternative. */
export function stageFactors({ design: { design } }: FittedStage, coefficients: Coefficients): Record<ModelName, ModelFactors> {
  const of = (model: Float64Array | undefined): ModelFactors => {
    const [context, arrival, friction, interplay] = design.blocks.map(({ patterns }) =>
      model === undefined ? new Float64Array(patterns.rows) : timesVector(patterns, model).map(Math.exp),
    );
    return { context: context!, arrival: arrival!, friction: friction!, interplay: interplay! };
  };
  return { exit: of(coefficients.exit), progress: of(coefficients.progress), later_order: of(coefficients.later_order) };
}
