import type { Block, TableBlock } from './blocks.ts';
import { listOf, numbers, plain, spare, tableOf, words } from './document-rows.ts';
import * as format from './format.ts';
import type { Detail } from './render-context.ts';
import type { Report, SourceGroupLine, TrafficSource } from './report.ts';

/** Section 5: source groups with what they would be worth without friction and their lost orders; then the sources as they came. */
export function trafficCase({ traffic }: Report, detail: Detail): Block[] {
  const { groups, sources } = traffic;
  const heading: Block = { kind: 'heading', id: 'traffic', text: 'The case for traffic' };
  if (sources.length === 0)
    return [
      heading,
      plain('These exports name no source of a session, so this side of the case cannot be made: traffic cannot be judged.'),
    ];
  return [
    heading,
    ...(sources.length === 1 ? [plain('Traffic cannot be judged: there is one source only, and nothing to compare it with.')] : []),
    ...groupTable(groups, detail),
    ...(detail === 'full' ? pooledList(groups, traffic.coarsened) : []),
    ...(groups.length === 0 && sources.length > 1
      ? [plain('What each source would be worth without friction is withheld with the split; differences below are raw.')]
      : []),
    ...sourceTable(sources, detail),
  ];
}

function groupTable(groups: SourceGroupLine[], detail: Detail): TableBlock[] {
  return tableOf(
    {
      caption: 'Sources as they are compared, by lost orders that go with their traffic',
      columns: [
        words('Source group'),
        words('Kind'),
        numbers('Cohort'),
        numbers('Would order (95 %)'),
        numbers('Lost to traffic (95 %)'),
        spare(numbers('Lost to friction (95 %)')),
        numbers('q'),
      ],
      rows: groups.map((line) => [
        line.group,
        kindOf(line),
        format.formatCount(line.cohort_sessions),
        format.formatRate(line.conversion_shrunk),
        format.formatEstimate(line.lost_orders_traffic),
        format.formatEstimate(line.lost_orders_friction),
        format.formatQ(line.q_value),
      ]),
      note:
        'Would order: share of its cohort sessions that would order without friction; the fewer there are, the nearer it is drawn to what such devices and visitors do in all sources. ' +
        'Lost to traffic: orders of the whole period, against benchmark traffic; below 0: better than the benchmark. pooled: small sources taken together, ' +
        'because they cannot be judged alone. q: of lines with a q this low, at most that share is chance.',
    },
    detail,
  );
}

/** Names of a group that a reader is shown; the report as JSON has more. */
const NAMED = 12;

function pooledList(groups: SourceGroupLine[], coarsened: string[]): Block[] {
  const items = groups.flatMap(({ group, pooled_sources }) => {
    // Landing pages of one source say nothing more than the name of the group.
    if (pooled_sources === null || pooled_sources.count < 2) return [];
    const { count, largest } = pooled_sources;
    const more = count - Math.min(NAMED, largest.length);
    return [`${group}: ${largest.slice(0, NAMED).join('; ')}${more > 0 ? ` and ${format.formatCount(more)} more` : ''}`];
  });
  return listOf(
    [...items, ...(coarsened.length === 0 ? [] : [`Too much to tell apart, so made coarser: ${coarsened.join(', ')}`])],
    'full',
    'What was pooled',
  );
}

function kindOf({ is_benchmark, pooled }: SourceGroupLine): string {
  return [is_benchmark ? 'benchmark' : '', pooled ? 'pooled' : ''].filter((kind) => kind !== '').join(', ');
}

function sourceTable(sources: TrafficSource[], detail: Detail): TableBlock[] {
  const hasSpend = sources.some(({ spend }) => spend !== null);
  return tableOf(
    {
      caption: 'Sources as they came, nothing adjusted',
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
