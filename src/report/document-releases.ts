import type { Block } from './blocks.ts';
import { listOf, muted, numbers, spare, tableOf, words } from './document-rows.ts';
import * as format from './format.ts';
import type { Detail } from './render-context.ts';
import type { Estimate, ReleaseLine, Report } from './report.ts';

/** Releases, incidents and experiments: which fall into the data, what changed on the pages they touched, and what kind of evidence that is. */
export function releasesAndTests({ releases, period }: Report, detail: Detail): Block[] {
  if (releases === null) return [];
  const inside = releases.filter(({ in_period }) => in_period);
  const outside = releases.length - inside.length;
  return [
    { kind: 'heading', id: 'releases', text: 'Releases, incidents and experiments' },
    ...(inside.length === 0
      ? [muted(`None of ${format.formatAmount(releases.length, 'entry', 'entries')} falls into the time of these data.`)]
      : []),
    ...tableOf(
      {
        caption: 'Share of page views that are the last, before and after',
        columns: [
          words('What'),
          words('Since'),
          spare(words('Page')),
          numbers('Before'),
          numbers('After'),
          numbers('Points (95 %)'),
          words('Evidence'),
        ],
        rows: inside.filter(({ kind }) => kind !== 'experiment').map((line) => releaseRow(line, period.time_zone)),
        note: 'Points: the change within channel, device, new or returning, less that on the other pages; where there are none, without taking it off.',
      },
      detail,
    ),
    ...inside.flatMap((line) => armTable(line, detail)),
    ...listOf(
      inside.map(({ kind, name, why }) => `${name} (${kind}): ${why}`),
      detail,
      'What kind of evidence that is',
    ),
    ...(inside.length > 0 && outside > 0
      ? [muted(`${format.formatAmount(outside, 'entry', 'entries')} outside the time of these data.`)]
      : []),
  ];
}

function releaseRow(
  { kind, name, at, page, exit_rate_before, exit_rate_after, change, evidence_kind }: ReleaseLine,
  zone: string,
): string[] {
  return [
    `${name} (${kind})`,
    format.formatMoment(at, zone),
    page ?? 'whole site',
    format.formatShare(exit_rate_before?.value ?? null),
    format.formatShare(exit_rate_after?.value ?? null),
    points(change && (change.net ?? change.within)),
    evidence_kind ?? 'not compared',
  ];
}

function armTable({ name, arms }: ReleaseLine, detail: Detail): Block[] {
  return tableOf(
    {
      caption: `Arms of ${name}`,
      columns: [
        words('Arm'),
        spare(words('Page')),
        numbers('Visitors'),
        numbers('Leave a view'),
        numbers('Points (95 %)'),
        numbers('Order'),
        numbers('Points (95 %)'),
      ],
      rows: arms.map((arm) => [
        arm.arm,
        arm.page ?? '',
        format.formatCount(arm.visitors),
        format.formatShare(arm.exit_rate?.value ?? null),
        points(arm.exit_rate_difference),
        format.formatShare(arm.conversion?.value ?? null),
        points(arm.conversion_difference),
      ]),
    },
    detail,
  );
}

/** A difference of shares in percentage points. */
function points(difference: Estimate | null): string {
  if (difference === null) return format.UNKNOWN;
  const { value, low, high } = difference;
  return format.formatEstimate({ value: value * 100, low: low * 100, high: high * 100 }, { signed: true });
}
