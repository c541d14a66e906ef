import type { Block, ListBlock } from './blocks.ts';
import { muted, plain } from './document-rows.ts';
import * as format from './format.ts';
import type { Estimate, Report, Split, Verdict } from './report.ts';

/** What is at stake, in the words that its interval allows: below nothing there is nothing to regain. */
export function stakeSentence({ orders_at_stake: orders, revenue_at_stake: money, per }: Verdict): Block[] {
  if (orders === null) return [];
  const beside = money === null ? '' : `, ${format.formatMoney(money)}`;
  const shown = `${format.formatEstimate(orders, { unit: 'orders' })}${beside}`;
  if (orders.low > 0) return [plain(`At stake per ${per}: ${shown}. So much would be regained at most, by site and traffic together.`)];
  if (orders.value > 0)
    return [plain(`At stake per ${per}: ${shown}, by site and traffic together. It may be nothing: that is inside the interval.`)];
  return [
    plain(
      `Nothing is shown to be at stake: the best guess is ${shown} per ${per}, by site and traffic together. ` +
        'Below nothing it is chance, or intent that the exports do not show.',
    ),
  ];
}

/** What removing either would regain, with friction as rare as in good weeks, and who the benchmark is. */
export function gainBlocks(split: Split, benchmark: Report['traffic']['benchmark']): Block[] {
  return [...removedList(split), ...achievableSentence(split), ...benchmarkSentence(split, benchmark)];
}

function removedList({ if_removed_per_week: removed }: Split): (Block | ListBlock)[] {
  if (removed === null) return [];
  const orders = (estimate: Estimate) => {
    const gained = format.formatEstimate(estimate, { signed: true });
    return estimate.value > 0 ? gained : `nothing is shown to be regained; best guess ${gained}`;
  };
  const { friction, friction_hard_only, traffic, both } = removed;
  return [
    {
      kind: 'list',
      caption: 'If removed: orders per week that would be regained at most',
      items: [
        `all friction gone: ${orders(friction)}`,
        `friction that the site made (hard signals) gone: ${orders(friction_hard_only)}`,
        `all traffic as good as the benchmark: ${orders(traffic)}`,
        `both, friction gone and benchmark traffic: ${orders(both)}`,
      ],
    },
    ...(friction_hard_only.value > Math.max(0, friction.value)
      ? [
          muted(
            'Hard friction alone is more than all of it, because soft signals go with more orders here, not fewer: shoppers who want to buy may search more.',
          ),
        ]
      : []),
    ...(friction.value > 0 && traffic.value > 0
      ? [
          muted(
            'These do not add up, because both overlap: better traffic has more orders to lose to friction, and meets another share of it.',
          ),
        ]
      : []),
  ];
}

function achievableSentence({ achievable, if_removed_per_week: removed }: Split): Block[] {
  if (achievable === null || removed === null || removed.friction.value <= 0) return [];
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

function benchmarkSentence({ traffic, observed, if_removed }: Split, { sources, conversion }: Report['traffic']['benchmark']): Block[] {
  if (conversion === null || traffic === null || observed === null || if_removed === null) return [];
  const named = sources.slice(0, NAMED).join(', ');
  const more = sources.length > NAMED ? ` and ${format.formatCount(sources.length - NAMED)} more` : '';
  const would = `Without friction ${format.formatRate(conversion)} of the cohort’s sessions would order if all were such traffic`;
  if (traffic.low > 0) return [plain(`The benchmark is your own best traffic: ${named}${more}. ${would}.`)];
  if (traffic.value > 0)
    return [plain(`The benchmark is your own best traffic, though it is not shown to be better than the rest: ${named}${more}. ${would}.`)];
  return [
    plain(
      'No source is shown to be better than the rest. The benchmark, chosen as the best among one half of the visitors and measured among the other, ' +
        `is no better there: ${named}${more}. ${would}, and ${format.formatShare(observed + if_removed.friction.value)} as they are.`,
    ),
  ];
}
