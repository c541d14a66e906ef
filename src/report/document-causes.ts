import type { Block, ParagraphBlock, TableBlock } from './blocks.ts';
import { inWords, numbers, spare, tableOf, words } from './document-rows.ts';
import * as format from './format.ts';
import type { Detail } from './render-context.ts';
import type { FrictionSignal, Report, TrafficSource } from './report.ts';

/** Section 4: the friction signals per opportunity, said to be raw; those that the exports cannot show are named. */
export function frictionCase({ friction }: Report, detail: Detail): Block[] {
  const available = friction.signals.filter((signal) => signal.available);
  const hidden = friction.signals.filter((signal) => !signal.available).map(({ signal }) => inWords(signal));
  return [
    { kind: 'heading', id: 'friction', text: 'The case for friction' },
    ...(available.length === 0
      ? [plain('These exports show no signal of friction, so this side of the case cannot be made from them.')]
      : [RAW, ...signalTable(available, detail)]),
    ...(detail === 'full' ? worstPages(available) : []),
    ...(hidden.length === 0 ? [] : [plain(`Not visible in these exports: ${hidden.join(', ')}.`)]),
  ];
}

/** Section 5: sources by sessions, cohort, orders and conversion; spend where it was given. */
export function trafficCase({ traffic }: Report, detail: Detail): Block[] {
  const { benchmark, sources } = traffic;
  const heading: Block = { kind: 'heading', id: 'traffic', text: 'The case for traffic' };
  if (sources.length === 0) return [heading, plain('These exports name no source of a session, so this side of the case cannot be made.')];
  const named = benchmark.sources.length > 0 ? ` (${benchmark.sources.join(', ')})` : '';
  return [
    heading,
    ...(benchmark.conversion === null ? [] : [plain(`Benchmark traffic${named} converts at ${format.formatRate(benchmark.conversion)}.`)]),
    ...sourceTable(sources, detail),
  ];
}

/** Section 6: channel against friction; left out while it is not computed. */
export function sharedCase({ matrix }: Report, detail: Detail): Block[] {
  if (matrix.length === 0) return [];
  const columns = [words('Channel'), words('Friction'), numbers('Cohort sessions'), numbers('Conversion (95 %)')];
  const rows = matrix.map((cell) => [
    cell.channel,
    cell.friction,
    format.formatCount(cell.cohort_sessions),
    format.formatRate(cell.conversion),
  ]);
  return [{ kind: 'heading', id: 'both', text: 'Both and neither' }, ...tableOf({ columns, rows }, detail)];
}

const RAW: ParagraphBlock = {
  kind: 'paragraph',
  tone: 'warning',
  text:
    'Raw associations, not adjusted for anything: visitors who wander without intent also produce these signals. ' +
    'A higher exit rate here goes with the signal; it does not show that the signal drove anyone away.',
};

function signalTable(signals: FrictionSignal[], detail: Detail): TableBlock[] {
  return tableOf(
    {
      columns: [
        words('Signal'),
        spare(words('Kind')),
        numbers('Sessions'),
        numbers('How often (95 %)'),
        numbers('Leave with it'),
        numbers('Leave without'),
      ],
      rows: signals.map((signal) => [
        inWords(signal.signal),
        signal.class,
        format.formatCount(signal.exposed_sessions),
        format.formatRate(signal.per_opportunity),
        format.formatRate(signal.exit_rate_exposed),
        format.formatRate(signal.exit_rate_unexposed),
      ]),
      note: `How often: ${signals.map(({ signal, opportunity }) => `${inWords(signal)} per ${opportunity}`).join(', ')}. Leave with it, without: share of page views with and without the signal that were the last of the session, orders aside.`,
    },
    detail,
  );
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

function sourceTable(sources: TrafficSource[], detail: Detail): TableBlock[] {
  const hasSpend = sources.some(({ spend }) => spend !== null);
  return tableOf(
    {
      columns: [
        words('Channel'),
        words('Source / medium · campaign'),
        numbers('Sessions'),
        numbers('Cohort'),
        numbers('Orders'),
        ...(hasSpend ? [numbers('Spend')] : []),
        numbers('Conversion (95 %)'),
      ],
      rows: sources.map((source) => [
        source.channel,
        originOf(source),
        format.formatCount(source.sessions),
        format.formatCount(source.cohort_sessions),
        format.formatCount(source.orders),
        ...(hasSpend ? [format.formatMoney(source.spend)] : []),
        format.formatRate(source.conversion),
      ]),
      note: 'Orders: sessions with an order. Cohort: sessions that looked around for the time of the band.',
    },
    detail,
  );
}

/** What is not set is left out: in a narrow table the campaign is what tells two lines apart. */
function originOf({ source, medium, campaign }: TrafficSource): string {
  const parts = [source, medium].filter((part) => part !== '' && part !== '(not set)');
  const origin = parts.length > 0 ? parts.join(' / ') : campaign === '(not set)' ? '(not set)' : '';
  return [origin, campaign === '(not set)' ? '' : campaign].filter((part) => part !== '').join(' · ') || format.UNKNOWN;
}

function plain(text: string): ParagraphBlock {
  return { kind: 'paragraph', text };
}
