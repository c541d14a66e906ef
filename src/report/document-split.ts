import type { BarsBlock, Block } from './blocks.ts';
import { gainBlocks } from './document-gains.ts';
import { muted, plain } from './document-rows.ts';
import * as format from './format.ts';
import type { Estimate, Report, Split } from './report.ts';

/** The split of a verdict that is not withheld: the boxes, the range of navigation, shares, what removing would regain, who the benchmark is. */
export function splitBlocks(split: Split, benchmark: Report['traffic']['benchmark']): Block[] {
  return [
    boxes(split),
    muted(
      'Shared: sources that meet more friction than the benchmark; both departments have a hand in it. ' +
        'Neither: sessions that would not have ordered without friction and with benchmark traffic either.',
    ),
    ...rangeSentence(split),
    ...shareSentence(split),
    ...gainBlocks(split, benchmark),
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
  const isAnyShown = [friction, shared, traffic].some((box) => box !== null && box.low > 0);
  const row = (label: string, box: Estimate | null, name?: 'friction' | 'shared' | 'traffic') => ({
    label,
    beside: [
      format.formatEstimate(name === undefined ? null : (orders?.[name] ?? null)),
      ...(money === null ? [] : [format.formatMoney(name === undefined ? null : money[name])]),
    ],
    // A part below nothing has no bar; nor has what is no lost order: it would make the others too short to compare. Where no part is shown to be there, none has.
    value: box === null || name === undefined || !isAnyShown ? null : Math.max(0, box.value),
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
    reading: 'Bars compare lost orders only.',
  };
}

function rangeSentence({ navigation_range: range }: Split): Block[] {
  if (range === null) return [];
  const [hard, all] = [format.formatPerHundred(range.hard_only), format.formatPerHundred(range.hard_and_soft)];
  if (range.hard_only.value <= 0 && range.hard_and_soft.value <= 0)
    return [
      plain(
        `Navigation (friction and shared) is not shown to go with lost orders: per 100 sessions the best guess is ${hard} by what the site did alone, ` +
          `and ${all} with searching and going back.`,
      ),
    ];
  if (range.hard_only.value > range.hard_and_soft.value)
    return [
      plain(
        `Navigation (friction and shared) goes with ${hard} lost orders per 100 sessions by what the site did alone, and with ${all} when searching and going ` +
          'back count too: these go with more orders here, not fewer.',
      ),
    ];
  return [
    plain(
      `Navigation (friction and shared) goes with between ${hard} lost orders per 100 sessions, if searching and ` +
        `going back are only symptoms of low intent, and ${all}, if the site is to blame for all of it.`,
    ),
  ];
}

function shareSentence({ share_of_abandoned: share, share_of_recoverable: recoverable }: Split): Block[] {
  if (share === null) return [];
  const { friction, shared, traffic, unexplained } = share;
  // Nobody reads parts of more than all.
  if (unexplained.value >= 1)
    return [
      plain(
        unexplained.low >= 1
          ? 'Of the sessions without an order, all go with neither.'
          : `Of the sessions without an order, all go with neither, or ${format.formatShare(unexplained.low)} at least.`,
      ),
    ];
  return [
    plain(
      `Of the sessions without an order, ${shareOf(friction, 'go with friction')}, ${shareOf(shared, 'with shared')}, ` +
        `${shareOf(traffic, 'with traffic')}, ${format.formatRate(unexplained)} with neither.${recoverableWords(recoverable)}`,
    ),
  ];
}

/** Less is shown as 0.0 %. */
const LEAST_SHOWN = 0.0005;

/** Nobody reads a share below nothing: what may be there at most is said, where it may be anything. */
function shareOf(share: Estimate, what: string): string {
  if (share.value > 0) return `${format.formatRate(share)} ${what}`;

  return share.high >= LEAST_SHOWN ? `at most ${format.formatShare(share.high)} ${what}` : `none ${what}`;
}

/** A part of more than all, because the other one is below nothing, is said in words: nobody reads a share of 119 %. */
function recoverableWords(share: Estimate | null): string {
  if (share === null) return '';
  const all = 'Of what both together would regain,';
  if (share.value >= 1) return ` ${all} all is friction and shared; none is traffic.`;
  if (share.value <= 0) return ` ${all} all is traffic; none is friction and shared.`;
  return ` ${all} ${format.formatRate(share)} is friction and shared, the rest traffic.`;
}
