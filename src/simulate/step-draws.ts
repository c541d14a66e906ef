import { normal, type Stream, streamOf, uniform } from './random.ts';

/** The random numbers of one page view: uniforms in [0, 1), except the normals, which end in `_z`. */
export interface StepDraws {
  exit: number;
  progress: number;
  route: number;
  category: number;
  item: number;
  dwell_z: number;
  error: number;
  error_kind: number;
  slow: number;
  slow_size: number;
  load_z: number;
  form: number;
  results: number;
}

/**
 * Draws for the page views of a session, one set a call, always the same set for the same view number. Every set takes the same count of draws
 * from each stream, used or not: two replays of a session stay aligned view by view even where they go different ways.
 *
 * @returns a function that fills and returns one and the same object
 */
export function makeStepDraws(seed: number, number: number): () => StepDraws {
  const walk: Stream = streamOf(seed, number, 'walk');
  const friction: Stream = streamOf(seed, number, 'friction');
  const thresholds: Stream = streamOf(seed, number, 'thresholds');
  const draws: StepDraws = {
    exit: 0,
    progress: 0,
    route: 0,
    category: 0,
    item: 0,
    dwell_z: 0,
    error: 0,
    error_kind: 0,
    slow: 0,
    slow_size: 0,
    load_z: 0,
    form: 0,
    results: 0,
  };
  return () => {
    draws.exit = uniform(thresholds);
    draws.progress = uniform(thresholds);
    draws.route = uniform(walk);
    draws.category = uniform(walk);
    draws.item = uniform(walk);
    draws.dwell_z = normal(walk);
    draws.error = uniform(friction);
    draws.error_kind = uniform(friction);
    draws.slow = uniform(friction);
    draws.slow_size = uniform(friction);
    draws.load_z = normal(friction);
    draws.form = uniform(friction);
    draws.results = uniform(friction);
    return draws;
  };
}
