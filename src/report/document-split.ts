import type { BarsBlock, Block, ListBlock } from './blocks.ts';
import { muted, plain } from './document-rows.ts';
import * as format from './format.ts';
import type { Estimate, Report, Split } from './report.ts';

/** The split of a verdict that is not withheld: the boxes, the range of navigation, shares, what removing would regain, who the benchmark is. */
export function splitBlocks(split: Split, benchmark: Report['traffic']['benchmark']): Block[] {
  return [
    boxes(split),
    muted(
      'Shared: sources that meet more friction than the benchmark; both departments have a hand in it. ' +
        'Neither: sessions that would not have ordered without friction and with benchmark traffic either. ' +
        'Bars compare lost orders only.',
    ),
    ...rangeSentence(split),
    ...shareSentence(split),
    ...removedList(split),
    ...achievableSentence(split),
    ...benchmarkSentence(benchmark),
  ];
}

function boxes({
  observed,
  friction,
  shared,
  traffic,
  unexplained,
  lost_orders_per_week: orders,
  lost_revenue_per_week: money,
}: Split): BarsBlock {
  const row = (label: string, box: Estimate | null, name?: 'friction' | 'shared' | 'traffic') => ({
    label,
    beside: [
      format.formatEstimate(name === undefined ? null : (orders?.[name] ?? null)),
      ...(money === null ? [] : [format.formatMoney(name === undefined ? null : money[name])]),
    ],
    // A part below nothing has no bar; nor has what is no lost order: it would make the others too short to compare.
    value: box === null || name === undefined ? null : Math.max(0, box.value),
    shown: format.formatPerHundred(box),
    marked: false,
  });
  const ordered = observed === null ? null : { value: observed, low: observed, high: observed };
  return {
    kind: 'bars',
    caption: 'The split of 100 cohort sessions: orders placed, lost orders by what they go with, and the rest',
    label: '',
    beside: ['Lost orders a week', ...(money === null ? [] : ['Revenue a week'])],
    measure: 'Per 100 (95 %)',
    rows: [
      row('Friction', friction, 'friction'),
      row('Shared', shared, 'shared'),
      row('Traffic', traffic, 'traffic'),
      row('Neither', unexplained),
      row('Ordered', ordered),
    ],
    marks: '',
  };
}

function rangeSentence({ navigation_range: range }: Split): Block[] {
  if (range === null) return [];
  return [
    plain(
      `Navigation (friction and shared) goes with between ${format.formatPerHundred(range.hard_only)} lost orders per 100 sessions, if searching and ` +
        `going back are only symptoms of low intent, and ${format.formatPerHundred(range.hard_and_soft)}, if the site is to blame for all of it.`,
    ),
  ];
}

function shareSentence({ share_of_abandoned: share, share_of_recoverable: recoverable }: Split): Block[] {
  if (share === null) return [];
  const { friction, shared, traffic, unexplained } = share;
  return [
    plain(
      `Of the sessions without an order, ${format.formatRate(friction)} go with friction, ${format.formatRate(shared)} with shared, ` +
        `${format.formatRate(traffic)} with traffic, ${format.formatRate(unexplained)} with neither.` +
        recoverableWords(recoverable),
    ),
  ];
}

/** A part of more than all, because the other one is below nothing, is said in words: nobody reads a share of 119 %. */
function recoverableWords(share: Estimate | null): string {
  if (share === null) return '';
  const all = 'Of what both together would regain,';
  if (share.value >= 1) return ` ${all} all is friction and shared; none is traffic.`;
  if (share.value <= 0) return ` ${all} all is traffic; none is friction and shared.`;
  return ` ${all} ${format.formatRate(share)} is friction and shared, the rest traffic.`;
}

function removedList({ if_removed_per_week: removed }: Split): (Block | ListBlock)[] {
  if (removed === null) return [];
  const orders = (estimate: Estimate) => format.formatEstimate(estimate, { signed: true });
  return [
    {
      kind: 'list',
      caption: 'If removed: orders per week that would be regained at most',
      items: [
        `all friction gone: ${orders(removed.friction)}`,
        `friction that the site made (hard signals) gone: ${orders(removed.friction_hard_only)}`,
        `all traffic as good as the benchmark: ${orders(removed.traffic)}`,
        `both, friction gone and benchmark traffic: ${orders(removed.both)}`,
      ],
    },
    muted('These do not add up, because both overlap: better traffic has more orders to lose to friction, and meets another share of it.'),
  ];
}

function achievableSentence({ achievable, if_removed_per_week: removed }: Split): Block[] {
  if (achievable === null || removed === null) return [];
  return [
    plain(
      `No shop is without friction. With friction as rare as in the best quarter of weeks (${format.formatCount(achievable.weeks)} whole ones), ` +
        `${format.formatEstimate(achievable.lost_orders_per_week)} orders a week would be regained, of the ${format.formatEstimate(removed.friction)} with none. ` +
        'Where it is little, no week was much better than the others.',
    ),
  ];
}

/** Names that a sentence can hold. */
const NAMED = 5;

function benchmarkSentence({ sources, conversion }: Report['traffic']['benchmark']): Block[] {
  if (conversion === null) return [];
  const named = sources.slice(0, NAMED).join(', ');
  const more = sources.length > NAMED ? ` and ${format.formatCount(sources.length - NAMED)} more` : '';
  return [
    plain(
      `The benchmark is your own best traffic: ${named}${more}. ` +
        `Without friction ${format.formatRate(conversion)} of the cohort’s sessions would order if all were such traffic.`,
    ),
  ];
}
