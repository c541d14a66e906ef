import type { Block, TableBlock } from './blocks.ts';
import { inWords, listOf, numbers, tableOf, words } from './document-rows.ts';
import { CALL_IN_WORDS } from './document-verdict.ts';
import * as format from './format.ts';
import type { Detail } from './render-context.ts';
import type { Call, Checks, Estimate, Report, Sensitivity } from './report.ts';
import { tippingShare } from './verdict-words.ts';

/** What the split was put to: its checks on these data, how wrong it may be, other settings, and what it rests on. */
export function checksOfSplit({ checks, sensitivity, robustness, split, verdict }: Report, detail: Detail): Block[] {
  return [
    ...listOf(checkSentences(checks, split.if_removed?.friction), detail, 'Checks of the split on these data'),
    ...(sensitivity === null
      ? []
      : listOf(sensitivitySentences(sensitivity, verdict.call, split.navigation_range?.hard_and_soft), detail, 'How wrong it may be')),
    ...robustnessTable({ robustness }, detail),
    ...(split.friction === null && detail === 'short' ? [] : listOf(ASSUMPTIONS, detail, 'What this rests on')),
  ];
}

/** METHOD, Diagnostics: below this share a reader is warned. */
const ENOUGH_OVERLAP = 0.95;

function checkSentences(
  { placebo_source, calibration, overlap, buckets, landmark, separated_signals }: Checks,
  removed: Estimate | undefined,
): string[] {
  const worst = [...calibration]
    .sort((a, b) => Math.abs(b.off_by) - Math.abs(a.off_by))
    .sort((a, b) => Number(a.in_order) - Number(b.in_order))[0];
  const inOrder = calibration.filter(({ in_order }) => in_order).length;
  const percent = (share: number) => `${format.formatNumber(100 * share, 1, 'exceptZero')} %`;
  return [
    worst === undefined
      ? undefined
      : `Do the models expect what was seen? ${format.formatCount(inOrder)} of ${format.formatCount(calibration.length)} parts are in order (off by 10 % at most, or by chance). ` +
        `Worst is ${worst.part}: ${format.formatCount(worst.observed)} seen, ${format.formatCount(worst.expected)} expected (${percent(worst.off_by)}).`,
    overlap === null
      ? undefined
      : `Is there something to compare with? ${format.formatShare(overlap.friction)} of the page views with friction have 20 or more like them without it` +
        `${overlap.friction < ENOUGH_OVERLAP ? ' (less than 95 %: for the rest the model alone fills in)' : ''}, ` +
        `${format.formatShare(overlap.benchmark)} of the cohort 20 or more benchmark sessions like them.`,
    buckets === null
      ? undefined
      : `Does one visitor decide? The intervals rest on ${format.formatCount(buckets.filled)} of ${format.formatCount(buckets.groups)} groups of visitors; ` +
        `the largest holds ${format.formatShare(buckets.largest_share_of_orders)} of the orders.`,
    placebo_source === null
      ? undefined
      : `Is a source drawn by lot like the others? It seems to be worth ${format.formatPerHundred(placebo_source)} orders per 100 sessions more: ` +
        `its interval must hold 0, and it ${placebo_source.low <= 0 && placebo_source.high >= 0 ? 'does' : 'does not (by chance in one report of twenty)'}.`,
    landmark === null || removed === undefined
      ? undefined
      : `Does another way agree? The trouble of the first 2 minutes alone goes with ${format.formatPerHundred(landmark.lost)} lost orders per 100 sessions. ` +
        `It sees only part, so it must not be clearly above the ${format.formatPerHundred(removed, { interval: false })} of all friction: ` +
        `${landmark.excess.low > 0 ? 'it is, so one of the two is off.' : 'it is not.'}`,
    separated_signals.length === 0
      ? undefined
      : `Signals after which everybody left, or nobody, stay out of the verdict: ${separated_signals.map(inWords).join(', ')}.`,
  ].filter((text) => text !== undefined);
}

function sensitivitySentences(
  { tipping_point_share, e_value, e_value_low, strongest_control_risk_ratio }: Sensitivity,
  call: Call,
  navigation: Estimate | undefined,
): string[] {
  const isShown = navigation === undefined || navigation.low > 0;
  const times = (ratio: number) => format.formatNumber(ratio, 1);
  const yardstick =
    strongest_control_risk_ratio === null
      ? ''
      : ` The strongest thing that was measured (new or returning, or the medium) goes with leaving ${times(strongest_control_risk_ratio)} times as often.`;
  return [
    call === 'neither_matters'
      ? undefined
      : tipping_point_share === null
        ? 'Even if all that goes with friction were really low intent, the call would stay.'
        : `The call changes, or friction can no longer be told from nothing, if ${tippingShare(tipping_point_share)} of what goes with friction is really low intent (the tipping point).`,
    !isShown
      ? 'Friction is not shown to go with lost orders, so there is nothing that something unmeasured would have to explain away.'
      : e_value === null
        ? undefined
        : `To explain away what goes with friction, something unmeasured would have to be ${times(e_value)} times as frequent with friction and make leaving ` +
          `${times(e_value)} times as likely${e_value_low === null ? '' : ` (${times(e_value_low)} at the near end of the interval; 1 is nothing)`}: the E-value.${yardstick}`,
  ].filter((text) => text !== undefined);
}

function robustnessTable({ robustness }: Pick<Report, 'robustness'>, detail: Detail): TableBlock[] {
  return tableOf(
    {
      caption: 'The call under other settings',
      columns: [words('Setting'), words('Call'), numbers('Navigation (95 %)'), numbers('Traffic (95 %)')],
      rows: robustness.map(({ setting, call, friction, traffic }) => [
        setting,
        CALL_IN_WORDS[call],
        format.formatPerHundred(friction),
        format.formatPerHundred(traffic),
      ]),
      note: 'Navigation (friction and shared) and traffic: lost orders per 100 cohort sessions.',
    },
    detail,
  );
}

/** METHOD, Assumptions: one sentence each. */
const ASSUMPTIONS = [
  'Nothing unseen goes with both trouble and leaving. If visitors who were going to leave anyway also run into more trouble, navigation is overstated; hard signals are least open to that.',
  'It is about sessions that looked around for the time of the band, as they happened; nothing is claimed about shorter or longer ones.',
  'Within a kind of traffic a signal is taken to raise the odds of leaving alike for all.',
  'Benchmark traffic can seldom be bought at the same volume: the traffic share is the gap to your own best quarter, not a forecast.',
  'A session counts with the source that it came from and with orders placed in it; sources of earlier sessions, further campaigns on the way, telephone and stores are not in it, and visitors who delete cookies look like several, which makes intervals slightly too narrow.',
  'Friction is the listed signals only. Price, stock, trust and content are in neither.',
];
