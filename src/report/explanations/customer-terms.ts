import type { ExplanationText } from './explanation.ts';
import { OWN_RULE } from './papers.ts';

/** What the report says of customers from the CRM export. */
export const CUSTOMER_TERMS = {
  customers: {
    also: ['status', 'returning', 'known_without_order', 'not_known', 'segment', 'new_or_returning'],
    title: 'Customers known on arrival',
    what: 'Sessions by what was known of their customer when they began: ordered before, known without an order before, or not known; with the segment that the CRM export names. A session is returning when its visitor has been in the data before, or its known customer ordered before; else it is new.',
    formula:
      'known: the first hit carries the customer number, or an earlier session or order of the same browser does; returning: the first order lies before the session',
    unit: 'Sessions; conversion is cohort sessions with an order / cohort sessions, with a 95 % interval.',
    caveat:
      'Not known is not new: customers who were not recognised are among them. Who logs in or orders later in the session counts as not known, because that depends on how it went.',
    source: OWN_RULE,
    where: 'customers[]',
  },
} satisfies Record<string, ExplanationText>;
