import type { Block } from './blocks.ts';
import { actions } from './document-actions.ts';
import { sharedCase } from './document-both.ts';
import { customerTable } from './document-customers.ts';
import { frictionCase } from './document-friction.ts';
import { knowledgeAndLimits, method } from './document-knowledge.ts';
import { pattern } from './document-pattern.ts';
import { releasesAndTests } from './document-releases.ts';
import { trafficCase } from './document-traffic.ts';
import { verdict } from './document-verdict.ts';
import { whereTheyLeave } from './document-where.ts';
import type { Detail } from './render-context.ts';
import type { Report } from './report.ts';

export type { Block } from './blocks.ts';

/**
 * The report as blocks from top to bottom, in the order every format shows it; chooses what to show and calculates nothing.
 *
 * A section without facts is left out or says why in a sentence. Text from the data stands in the blocks as it is: renderers make it harmless.
 *
 * @param detail - `short` keeps the first rows of each table and says how many more there are
 */
export function toDocument(report: Report, detail: Detail): Block[] {
  return [
    ...verdict(report),
    ...pattern(report),
    ...whereTheyLeave(report, detail),
    ...releasesAndTests(report, detail),
    ...frictionCase(report, detail),
    ...trafficCase(report, detail),
    ...customerTable(report, detail),
    ...sharedCase(report, detail),
    ...actions(report, detail),
    ...knowledgeAndLimits(report, detail),
    ...method(report, detail),
  ];
}
