import type { Block, Cell } from './blocks.ts';
import { late, numbers, plain, tableOf, words } from './document-rows.ts';
import * as format from './format.ts';
import type { Detail } from './render-context.ts';
import type { MatrixCell, Report } from './report.ts';

/** Section 6: channel against friction, what is shared, and what neither explains; left out where nothing of it is known. */
export function sharedCase({ matrix, split }: Report, detail: Detail): Block[] {
  const { shared, unexplained } = split;
  if (matrix.length === 0 && unexplained === null) return [];
  return [
    { kind: 'heading', id: 'both', text: 'Both and neither' },
    ...matrixTable(matrix, detail),
    ...(shared === null
      ? []
      : [
          plain(
            `Shared, ${format.formatPerHundred(shared)} lost orders per 100 sessions: ` +
              (shared.value > 0
                ? 'these sources meet more friction than the benchmark traffic does, so it goes with the site and with the choice of traffic.'
                : 'these sources are not shown to lose more to friction than the benchmark traffic does.'),
          ),
        ]),
    ...(unexplained === null
      ? []
      : [
          plain(
            `Neither, ${format.formatPerHundred(unexplained)} of 100 sessions: they would not have ordered without friction and as benchmark traffic either. ` +
              'Price, stock, trust, or just looking: nothing in these exports tells which. Most sessions of any shop are of this kind.',
          ),
        ]),
  ];
}

const LEVELS = ['none', 'soft', 'hard'] as const;

function matrixTable(matrix: MatrixCell[], detail: Detail): Block[] {
  const channels = new Map<string, Map<string, MatrixCell>>();
  for (const cell of matrix) {
    const line = channels.get(cell.channel) ?? new Map<string, MatrixCell>();
    channels.set(cell.channel, line.set(cell.friction, cell));
  }
  const rows = [...channels].map(([channel, line]): Cell[] => [
    channel,
    LEVELS.map((level) => format.formatCount(line.get(level)?.cohort_sessions ?? 0)).join(' / '),
    ...LEVELS.map((level) => format.formatRate(line.get(level)?.conversion ?? null)),
  ]);
  return tableOf(
    {
      caption: 'Cohort sessions that ordered, by channel and the worst friction they met',
      columns: [words('Channel'), late(numbers('Sessions')), numbers('No friction (95 %)'), numbers('Soft (95 %)'), numbers('Hard (95 %)')],
      rows,
      note:
        'Sessions: without friction / with soft / with hard. Raw: longer sessions meet more friction, and those who buy go on for longer, ' +
        'so a higher share with friction is no good sign for it. It shows where both sides meet.',
    },
    detail,
  );
}
