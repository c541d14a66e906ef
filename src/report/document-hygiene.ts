import { BOT_REASONS } from '../sessions/bot-rules.ts';
import type { Block } from './blocks.ts';
import { listOf, numbers, tableOf, words } from './document-rows.ts';
import * as format from './format.ts';
import type { Detail } from './render-context.ts';
import type { TrafficHygiene } from './report.ts';

/** What was kept apart from shoppers with a known source: bots by reason and channel, returns from gateways, direct and unattributed sessions, hits in no session. */
export function hygieneBlocks(hygiene: TrafficHygiene, detail: Detail): Block[] {
  const { bots } = hygiene;
  return [
    ...listOf(sentences(hygiene), detail, 'Where the traffic comes from, and what was kept apart'),
    ...tableOf(
      {
        caption: 'Flagged as bots, by reason',
        columns: [words('Reason'), numbers('Sessions'), numbers('With a confirmation')],
        rows: bots.by_reason.map(({ reason, sessions, confirmations }) => [
          WORDS.get(reason) ?? reason,
          format.formatCount(sessions),
          format.formatCount(confirmations),
        ]),
      },
      detail,
    ),
    ...tableOf(
      {
        caption: 'Flagged as bots, by channel',
        columns: [words('Channel'), numbers('Sessions'), numbers('Flagged'), numbers('Share (95 %)')],
        rows: bots.by_channel.map(({ channel, flagged }) => [
          channel,
          format.formatCount(flagged.trials),
          format.formatCount(flagged.events),
          format.formatRate(flagged),
        ]),
      },
      detail,
    ),
  ];
}

const WORDS: ReadonlyMap<string, string> = new Map(Object.values(BOT_REASONS).map(({ reason, words }) => [reason, words]));
const TREATED = { exclude: 'left out', include: 'included', only: 'the only ones shown' } as const;

function sentences({ bots, returns, attribution, hits_without_id }: TrafficHygiene): string[] {
  const n = format.formatCount;
  const { known_source, direct, unattributed } = attribution;
  const stitched = returns.stitched_from_gateway + returns.stitched_from_own_domain + returns.stitched_within_site;
  const started = returns.started_from_gateway + returns.started_from_own_site;
  return [
    `Sessions with a known source ${n(known_source)}, direct ${n(direct)}, source not known ${n(unattributed)}.`,
    bots.sessions !== null && bots.sessions.events > 0
      ? `Flagged as bots ${n(bots.sessions.events)} of ${n(bots.sessions.trials)} sessions, ${TREATED[bots.treated]}${
          bots.confirmations === null
            ? ''
            : `; of ${n(bots.confirmations.trials)} that saw an order confirmed, ${n(bots.confirmations.events)}`
        }.`
      : undefined,
    stitched > 0
      ? `Returns joined to the session they came back to: from a payment gateway ${n(returns.stitched_from_gateway)}, from another own domain ${n(
          returns.stitched_from_own_domain,
        )}, under a new session id ${n(returns.stitched_within_site)}.`
      : undefined,
    started > 0
      ? `Sessions that begin with such a return, their start being lost: from a payment gateway ${n(returns.started_from_gateway)}, from the site itself ${n(
          returns.started_from_own_site,
        )}.`
      : undefined,
    hits_without_id > 0
      ? `Hits without visitor and session id (no consent, or not recorded), in no session: ${n(hits_without_id)}.`
      : undefined,
  ].filter((text) => text !== undefined);
}
