import type { Block, Cell, Column, TableBlock } from './blocks.ts';
import { inWords, late, numbers, plain, spare, tableOf, warning, words } from './document-rows.ts';
import * as format from './format.ts';
import type { Detail } from './render-context.ts';
import type { Estimate, FrictionSignal, InformationRequests, Report, RequestLine } from './report.ts';

/** Section 4: the friction signals with what goes with each, the placebo, and those that the exports cannot show. */
export function frictionCase({ friction, checks }: Report, detail: Detail): Block[] {
  const signals = friction.signals.filter((signal) => signal.class !== 'placebo');
  const available = signals.filter((signal) => signal.available);
  const hidden = signals.filter((signal) => !signal.available).map(({ signal }) => inWords(signal));
  const isJudged = available.some(({ lost_orders }) => lost_orders !== null);
  return [
    { kind: 'heading', id: 'friction', text: 'The case for friction' },
    ...(available.length === 0
      ? [plain('These exports show no signal of friction, so this side of the case cannot be made from them.')]
      : []),
    ...(isJudged ? judgedTable(available, friction.lost_orders_scaled, detail) : []),
    ...earlierSentence(friction),
    ...placeboSentence(checks.placebo_signal),
    ...(available.length > 0 && (!isJudged || detail === 'full') ? [warning(RAW), ...rawTable(available, detail)] : []),
    ...(detail === 'full' ? worstPages(available) : []),
    ...requestsTable(friction.information_requests, detail),
    ...(hidden.length === 0 ? [] : [plain(`Not visible in these exports: ${hidden.join(', ')}.`)]),
  ];
}

function judgedTable(signals: FrictionSignal[], areScaled: boolean | null, detail: Detail): TableBlock[] {
  return tableOf(
    {
      caption: 'What goes with each signal, given page, place, time, source, device and earlier trouble',
      columns: [
        ...FREQUENCY.columns.map((column) => (column.title === 'Kind' ? KIND : column.narrow === undefined ? late(column) : column)),
        numbers('Adds to leaving, points (95 %)'),
        numbers('Lost orders (95 %)'),
        numbers('q'),
        { title: 'Grade', align: 'left' },
      ],
      rows: byLoss(signals).map((signal) => [
        ...FREQUENCY.cellsOf(signal),
        format.formatEstimate(signal.risk_difference_points_adjusted, { signed: true }),
        format.formatEstimate(signal.lost_orders),
        format.formatQ(signal.q_value),
        signal.grade ?? format.UNKNOWN,
      ]),
      note:
        'Hard: the site did it; soft: the visitor did it, which may be a symptom, so its grade is C at best. ' +
        `${howOften(signals)} Adds to leaving: points by which more such page views are the last. Lost orders, of the whole period: ${areScaled === false ? RAW_LOSSES : 'the signal’s part of friction and shared.'} ` +
        'q: of signals with a q this low, at most that share is chance.',
    },
    detail,
  );
}

/** Near a loss of nothing the parts of it would be quotients of noise. */
const RAW_LOSSES =
  'what would be regained if that signal alone were gone, not its part of friction and shared: friction in all is too near 0 to be shared out.';

function earlierSentence({ earlier, lost_orders_scaled }: Report['friction']): Block[] {
  if (earlier === null) return [];
  const [hard, soft] = [earlier.hard, earlier.soft].map((estimate) => format.formatEstimate(estimate));
  return [
    plain(
      `Earlier trouble that is still felt at later pages: ${hard} lost orders after hard signals, ${soft} after soft ones. ` +
        `With those of the signals they add up to ${lost_orders_scaled === false ? 'what would be regained without any friction' : 'friction and shared'}.`,
    ),
  ];
}

function placeboSentence(placebo: Estimate | null): Block[] {
  if (placebo === null) return [];
  const cost = `A signal drawn by lot, which can have no effect, seems to cost ${format.formatPerHundred(placebo)} orders per 100 sessions: its interval must hold 0`;
  return placebo.low <= 0 && placebo.high >= 0
    ? [plain(`${cost}, and it does.`)]
    : [warning(`${cost}, and it does not. That happens by chance in one report of twenty; else the intervals here are too narrow.`)];
}

const REQUEST_IN_WORDS: Record<InformationRequests['requests'][number]['request'], string> = {
  registration: 'registration',
  account_before_cart: 'account page before the cart',
  account_after_cart: 'account page after the cart',
  checkout: 'checkout page',
  shipping: 'shipping step',
  billing: 'billing step',
};

function requestsTable(asked: InformationRequests | null, detail: Detail): Block[] {
  if (asked === null) return [];
  const row = (name: string, { exposed, left_there }: RequestLine): Cell[] => [
    name,
    format.formatCount(exposed.events),
    format.formatRate(exposed),
    format.formatCount(left_there?.events ?? null),
    format.formatRate(left_there),
  ];
  return tableOf(
    {
      caption: 'Requests for information before the payment',
      columns: [
        words('Asked for'),
        late(numbers('Sessions')),
        numbers('Of the cohort (95 %)'),
        late(numbers('Left there')),
        numbers('Of those asked (95 %)'),
      ],
      rows: [row('any of these', asked.any), ...asked.requests.map((line) => row(REQUEST_IN_WORDS[line.request], line))],
      note:
        'Cohort sessions; left there: without an order, with that page as their last. Counts as they are, not adjusted: some would have left anyway. ' +
        'Which form fields were asked is not shown by these exports.',
    },
    detail,
  );
}

const RAW =
  'Raw associations, not adjusted for anything: visitors who wander without intent also produce these signals. ' +
  'A higher exit rate here goes with the signal; it does not show that the signal drove anyone away.';

function rawTable(signals: FrictionSignal[], detail: Detail): TableBlock[] {
  return tableOf(
    {
      columns: [...FREQUENCY.columns, numbers('Leave with it'), numbers('Leave without')],
      rows: signals.map((signal) => [
        ...FREQUENCY.cellsOf(signal),
        format.formatRate(signal.exit_rate_exposed),
        format.formatRate(signal.exit_rate_unexposed),
      ]),
      note: `${howOften(signals)} Leave with it, without: share of page views with and without the signal that were the last of the session, orders aside.`,
    },
    detail,
  );
}

/** Never left out: whether it may be a symptom is half of what a signal says. */
const KIND: Column = { title: 'Kind', align: 'left' };

const FREQUENCY: { columns: Column[]; cellsOf: (signal: FrictionSignal) => Cell[] } = {
  columns: [words('Signal'), spare(KIND), numbers('Sessions'), numbers('How often (95 %)')],
  cellsOf: (signal) => [
    inWords(signal.signal),
    signal.class,
    format.formatCount(signal.exposed_sessions),
    format.formatRate(signal.per_opportunity),
  ],
};

function howOften(signals: FrictionSignal[]): string {
  return `How often: ${signals.map(({ signal, opportunity }) => `${inWords(signal)} per ${opportunity}`).join(', ')}.`;
}

function byLoss(signals: FrictionSignal[]): FrictionSignal[] {
  const lossOf = ({ lost_orders }: FrictionSignal) => lost_orders?.value ?? Number.NEGATIVE_INFINITY;
  return [...signals].sort((a, b) => (lossOf(a) === lossOf(b) ? 0 : lossOf(b) - lossOf(a)));
}

function worstPages(signals: FrictionSignal[]): Block[] {
  return tableOf(
    {
      caption: 'Pages with the most of each signal',
      columns: [words('Signal'), words('Page'), numbers('Occurrences'), numbers('Page views')],
      rows: signals.flatMap(({ signal, worst_pages }) =>
        worst_pages.map(({ page, occurrences, views }) => [
          inWords(signal),
          page,
          format.formatCount(occurrences),
          format.formatCount(views),
        ]),
      ),
    },
    'full',
  );
}
