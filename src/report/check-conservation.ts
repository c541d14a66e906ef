import { InternalError } from '../errors.ts';
import type { Material } from './material.ts';
import type { Checks, Report } from './report.ts';

/**
 * Checks on every run that nothing got lost between the stages; the identities and their two sides stand in the report.
 * @throws InternalError when one does not hold: a report with lost rows must not leave the program
 */
export function checkConservation(report: Report, material: Material): Checks['conservation'] {
  const { sessions, ledger, where, traffic, traffic_hygiene: hygiene, funnel } = report;
  const { cohort } = sessions;
  const sum = <T>(list: readonly T[], value: (item: T) => number) => list.reduce((total, item) => total + value(item), 0);
  const { bots } = material;
  const left_out =
    bots.outside +
    (material.options.bots === 'include' ? 0 : material.options.bots === 'only' ? bots.in_period - bots.flagged : bots.flagged);
  const identities: [string, number, number][] = [
    [
      'rows read = used + filtered + rejected',
      sum(report.inputs, (input) => input.rows_read),
      sum(report.inputs, (input) => input.rows_used + input.rows_filtered + input.rows_rejected),
    ],
    ['all sessions = used + outside the period + left out as bots', bots.sessions, sessions.total + left_out],
    ['sessions of the period = sum over sources and bot rules', bots.in_period, sum(bots.lines, (line) => line.sessions)],
    ['sessions flagged as bots = sum over reasons', bots.flagged, sum(hygiene.bots.by_reason, (part) => part.sessions)],
    ['sessions = known source + direct + source not known', sessions.total, sum(Object.values(hygiene.attribution), (count) => count)],
    [
      'returns stitched = from gateways + from own domains + within the site',
      sessions.stitched,
      hygiene.returns.stitched_from_gateway + hygiene.returns.stitched_from_own_domain + hygiene.returns.stitched_within_site,
    ],
    ['sessions = cohort + possible + out', sessions.total, cohort.sessions + cohort.possible + cohort.out],
    ['sessions = sum over reasons to start', sessions.total, sum(sessions.split_reasons, (part) => part.sessions)],
    [
      'cohort = ordered + bought later + bought elsewhere + abandoned',
      cohort.sessions,
      cohort.orders + cohort.bought_later + cohort.bought_elsewhere + cohort.abandoned,
    ],
    [
      'abandoned = exits over all pages + sessions without a page',
      cohort.abandoned,
      sum(where.pages, (page) => page.exits) + material.totals.cohort_abandoned_without_page,
    ],
    ['exits by page = exits by step', sum(where.pages, (page) => page.exits), sum(where.steps, (step) => step.exits)],
    ['sessions = sum over sources', sessions.total, sum(traffic.sources, (source) => source.sessions)],
    ['cohort = sum over sources', cohort.sessions, sum(traffic.sources, (source) => source.cohort_sessions)],
    ['sessions with an order = sum over sources', sessions.with_order, sum(traffic.sources, (source) => source.orders)],
    ['first funnel step = sessions', funnel[0]?.sessions_reached ?? 0, sessions.total],
    [
      'first funnel step = sum over devices',
      funnel[0]?.sessions_reached ?? 0,
      sum(Object.values(funnel[0]?.by_device ?? {}), (count) => count),
    ],
    ['sessions at risk in minute 0 = sessions', where.minutes[0]?.at_risk ?? 0, sessions.total],
    ['orders matched = orders of all sessions', ledger.matched, material.totals.orders],
    ['orders read = counted + duplicate + not counted', ledger.orders_read, ledger.counted + ledger.duplicate + ledger.not_counted],
    ['orders counted = matched + without session + elsewhere', ledger.counted, ledger.matched + ledger.no_session + ledger.offline],
  ];
  const broken = identities.find(([, left, right]) => left !== right);
  if (broken) {
    throw new InternalError(`the books do not close: ${broken[0]}, but ${broken[1]} is not ${broken[2]}`, {
      hint: 'This is a fault of midfunnel; no report was written. Please report it.',
    });
  }
  return identities.map(([identity, left, right]) => ({ identity, left, right }));
}
