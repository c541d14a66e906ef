import type { Block, ParagraphBlock, TableBlock } from './blocks.ts';
import { checksOfSplit } from './document-checks.ts';
import { hygieneBlocks } from './document-hygiene.ts';
import { inWords, listOf, numbers, plain, spare, tableOf, words } from './document-rows.ts';
import * as format from './format.ts';
import type { Detail } from './render-context.ts';
import type { InputFile, Knowledge, Ledger, Report, SessionCounts } from './report.ts';

/** Section 9: the ledger of orders, what was read and left out, which questions can be answered, the caveats. */
export function knowledgeAndLimits({ ledger, sessions, traffic_hygiene, inputs, knowledge, caveats }: Report, detail: Detail): Block[] {
  return [
    { kind: 'heading', id: 'knowledge', text: 'What we know and do not know' },
    ...ledgerBlocks(ledger, detail),
    ...listOf(sessionSentences(sessions), detail, 'The sessions'),
    ...hygieneBlocks(traffic_hygiene, detail),
    ...inputTable(inputs, detail),
    ...listOf(inputs.flatMap(filterSentences), detail, 'Left out by a rule'),
    ...listOf(inputs.flatMap(rejectSentences), detail, 'Rejected rows, the first of each file'),
    ...listOf(knowledge.map(knowledgeSentence), detail, 'Questions, and whether these exports can answer them'),
    ...listOf(caveats, detail, 'Keep in mind'),
  ];
}

/** Section 10: period, time zone, version; checks of the split and what it rests on; in full also the options, fingerprints and sums. */
export function method(report: Report, detail: Detail): Block[] {
  const { period, tool, schema_version, options, inputs, checks } = report;
  const [from, to] = [format.formatMoment(period.from, period.time_zone), format.formatMoment(period.to, period.time_zone)];
  const span = `First hit ${from}, last hit ${to}, ${format.formatAmount(period.days, 'day')}; clock times are read in ${period.time_zone}.`;
  const identities = checks.conservation.length;
  const checked =
    identities > 0 ? ` ${format.formatAmount(identities, 'sum')} of rows, sessions and orders checked on this run, all hold.` : '';
  const settings = Object.entries(options).map(
    ([name, value]) => `${name} = ${value === null || value === undefined ? 'not set' : JSON.stringify(value)}`,
  );
  return [
    { kind: 'heading', id: 'method', text: 'How it was computed' },
    { kind: 'paragraph', text: span },
    ...checksOfSplit(report, detail),
    ...(detail === 'full' ? listOf(settings, detail, 'Options as used') : []),
    ...(detail === 'full' ? listOf(inputs.map(fingerprint), detail, 'Fingerprints of the inputs (SHA-256)') : []),
    ...(detail === 'full' ? listOf(checks.conservation.map(identitySentence), detail, 'Sums that were checked') : []),
    {
      kind: 'paragraph',
      tone: 'muted',
      text: `${tool.name} ${tool.version}, report schema ${schema_version}.${checked}${detail === 'short' ? ' --full adds options and fingerprints.' : ''}`,
    },
  ];
}

function ledgerBlocks(ledger: Ledger, detail: Detail): Block[] {
  if (ledger.orders_read === 0) return [plain('No order was read, so nothing here says who bought.')];
  const n = format.formatCount;
  const matchedBy = ledger.matched_by.map(({ rule, orders }) => `${inWords(rule)} ${n(orders)}`).join(', ');
  const sentences = [
    `Orders read ${n(ledger.orders_read)} = counted ${n(ledger.counted)} + duplicate ${n(ledger.duplicate)} + not counted ${n(ledger.not_counted)}.`,
    `Counted ${n(ledger.counted)} = matched to a session ${n(ledger.matched)} + no session found ${n(ledger.no_session)} + offline ${n(ledger.offline)}.`,
    matchedBy === '' ? undefined : `Matched by: ${matchedBy}.`,
    ledger.revenue === null ? undefined : `Revenue of the counted orders: ${format.formatMoney(ledger.revenue)}.`,
    ledger.refunded === 0 ? undefined : `${format.formatAmount(ledger.refunded, 'counted order')} refunded later.`,
  ].filter((text) => text !== undefined);
  return [
    { kind: 'list', caption: 'The orders', items: sentences },
    ...(ledger.withholds_verdict ? [WITHHELD] : []),
    ...tableOf(
      {
        caption: 'Orders that found their session, by channel',
        columns: [words('Channel'), numbers('Orders'), numbers('Matched'), numbers('Match rate (95 %)')],
        rows: ledger.match_rate_by_channel.map(({ channel, match_rate }) => [
          channel,
          format.formatCount(match_rate.trials),
          format.formatCount(match_rate.events),
          format.formatRate(match_rate),
        ]),
      },
      detail,
    ),
  ];
}

const WITHHELD: ParagraphBlock = {
  kind: 'paragraph',
  tone: 'warning',
  text: 'Orders find their session more often in some channels than in others, so a verdict between the two sides is withheld.',
};

function sessionSentences({ edge_censored, split_reasons }: SessionCounts): string[] {
  return [
    edge_censored > 0
      ? `${format.formatCount(edge_censored)} so close to the end of the data that their visitors may still buy.`
      : undefined,
    split_reasons.length > 0
      ? `A session starts with: ${split_reasons.map(({ reason, sessions }) => `${reason} ${format.formatCount(sessions)}`).join(', ')}.`
      : undefined,
  ].filter((text) => text !== undefined);
}

function inputTable(inputs: InputFile[], detail: Detail): TableBlock[] {
  return tableOf(
    {
      caption: 'Rows of every input: read = used + left out + rejected',
      columns: [
        words('File'),
        words('Role'),
        spare(words('Platform')),
        numbers('Read'),
        numbers('Used'),
        numbers('Left out'),
        numbers('Rejected'),
      ],
      rows: inputs.map((input) => [
        input.file,
        input.role,
        input.platform,
        format.formatCount(input.rows_read),
        format.formatCount(input.rows_used),
        format.formatCount(input.rows_filtered),
        input.rows_rejected > 0 ? { text: format.formatCount(input.rows_rejected), tone: 'bad' as const } : '0',
      ]),
    },
    detail,
  );
}

function filterSentences({ file, filtered }: InputFile): string[] {
  return filtered.map(({ rule, rows }) => `${file}: ${format.formatAmount(rows, 'row')}, ${rule}`);
}

function rejectSentences({ file, rejects }: InputFile): string[] {
  return rejects.map(({ line, reason }) => `${file}${line === null ? '' : `, line ${line}`}: ${reason}`);
}

function knowledgeSentence({ question, answerable, why }: Knowledge): string {
  return `${question} ${{ yes: 'Yes', partly: 'Partly', no: 'No' }[answerable]}${why === '' ? '.' : `: ${why}`}`;
}

function fingerprint({ file, encoding, sha256 }: InputFile): string {
  return `${file} (${encoding}): ${sha256}`;
}

function identitySentence({ identity, left, right }: { identity: string; left: number; right: number }): string {
  return `${identity}: ${format.formatCount(left)} = ${format.formatCount(right)}`;
}
