import type { ExplanationText } from './explanation.ts';
import { OWN_RULE, PAPERS } from './papers.ts';

/** What the report says of releases, incidents and experiments. */
export const RELEASE_TERMS = {
  releases: {
    also: ['release', 'incident'],
    title: 'Releases, incidents and experiments',
    what: 'Dated changes of the site from the file of --releases, each with what changed on the pages it touched. Those outside the time of the data are listed and not compared.',
    formula:
      'page views that are the last of a session without an order / page views, of the touched pages, in sessions that began in equally long times before and after',
    unit: 'Share of page views, 0 to 1; fewer than 50 exits on a side are not compared.',
    caveat: 'What else happened on the same day is not seen unless it is listed too.',
    source: OWN_RULE,
    where: 'releases[].exit_rate_before, releases[].exit_rate_after',
  },
  change_at_release: {
    also: ['observed_change', 'within', 'elsewhere', 'net'],
    title: 'Change at a release',
    what: 'How the exits per page view changed: by another mix of arrivals, within like arrivals, on the pages that were not touched, and what is left when that is taken off.',
    formula: 'observed = mix + within; net = within − within on the other pages; mix and within by channel, device, new or returning',
    unit: 'Difference of shares of page views, after less before, with a 95 % interval; negative is better.',
    caveat: 'Visitors who are kept on a page go on to others and may leave there, so that the net change is a little too large.',
    source: PAPERS.decomposition,
    where: 'releases[].change',
  },
  arms: {
    also: ['arm', 'exit_rate_difference', 'conversion_difference'],
    title: 'Arms of an experiment',
    what: 'What the visitors of each arm did, by the page that only they saw; visitors who saw pages of several arms are left out.',
    formula: 'exits / page views of the page of the arm; visitors with an order / visitors; differences against the first arm',
    unit: 'Shares and differences of shares with 95 % intervals.',
    caveat:
      'It counts as an experiment only where the arms are as large as they were meant to be; a page that an arm shows late selects its visitors.',
    source: OWN_RULE,
    where: 'releases[].arms',
  },
} satisfies Record<string, ExplanationText>;
