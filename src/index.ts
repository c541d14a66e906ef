/** The package as a library: what the command line does, as functions. */

export { OPTIONS, type Options } from './config/options.ts';
export { resolveOptions } from './config/resolve-options.ts';
export { type Diagnosis, diagnose, type RunContext } from './pipeline.ts';
export type { Report } from './report/report.ts';
