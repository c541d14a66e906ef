import type { Block } from './blocks.ts';
import { numbers, tableOf, words } from './document-rows.ts';
import * as format from './format.ts';
import type { Detail } from './render-context.ts';
import type { CustomerLine, Report } from './report.ts';

const STATUS: Record<CustomerLine['status'], string> = {
  returning: 'ordered before',
  known_without_order: 'known, no order before',
  not_known: 'not known on arrival',
};

/** Part of section 5: the cohort by what was known of the customer on arrival. */
export function customerTable({ customers }: Report, detail: Detail): Block[] {
  return tableOf(
    {
      caption: 'Customers, as far as known when the session began',
      columns: [words('Customer'), words('Segment'), numbers('Sessions'), numbers('Cohort'), numbers('Order in it (95 %)')],
      rows: (customers ?? []).map(({ status, segment, sessions, cohort_sessions, conversion }) => [
        STATUS[status],
        segment ?? format.UNKNOWN,
        format.formatCount(sessions),
        format.formatCount(cohort_sessions),
        format.formatRate(conversion),
      ]),
      note:
        'Raw shares. Known: from an earlier session or order of the browser, or from the first hit. Who logs in or orders later in the session counts as not known: ' +
        'to be recognised then depends on how the session went.',
    },
    detail,
  );
}
