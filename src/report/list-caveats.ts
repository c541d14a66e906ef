import { POOLING } from '../sessions/source-groups.ts';
import { formatAmount, formatShare } from './format.ts';
import type { Material } from './material.ts';
import { qualityCaveats } from './quality-caveats.ts';
import type { Report } from './report.ts';

/** Sentences that a reader must know before using the numbers; the gravest first. */
export function listCaveats(material: Material, report: Report): string[] {
  const { facts, totals, bots, options } = material;
  const { cohort } = report.sessions;
  const hygiene = report.traffic_hygiene;
  const list: (string | false)[] = [
    ...splitCaveats(report),
    ...qualityCaveats(material),
    !facts.has_orders_export &&
      'There is no orders export: orders are taken from purchase events or confirmation pages, and cancelled ones cannot be told.',
    !facts.has_orders_export &&
      report.ledger.counted > 0 &&
      !facts.has_order_ids &&
      'Purchases without an order id are counted as one order per session.',
    !facts.has_traffic_source && 'The exports have no traffic source, so all sessions stand under one line. Traffic cannot be judged.',
    facts.naive_times.length > 0 &&
      options.time_zone === null &&
      `Times without an offset were read as UTC (${facts.naive_times.join(', ')}); give --time-zone if they are local.`,
    ...facts.warnings,
    facts.converted.length > 0 &&
      `Orders in ${facts.converted.map(({ currency, rows }) => `${currency} (${count(rows)} rows)`).join(', ')} were converted to ${material.currency} with the given rates.`,
    cohort.sessions > 0 &&
      cohort.orders === 0 &&
      'No session of the band has an order, so shoppers who buy cannot be compared with shoppers who leave.',
    report.friction.information_requests === null &&
      cohort.sessions > 0 &&
      'No page of these exports asks for information (registration, account, checkout steps), so such requests cannot be counted.',
    cohort.possible > 0 &&
      `${count(cohort.possible)} sessions looked for less than the band as far as seen; their last page has no end, so they may belong to it.`,
    cohort.may_exceed > 0 && `${count(cohort.may_exceed)} sessions of the cohort may be above the band for the same reason.`,
    report.sessions.edge_censored > 0 &&
      `${count(report.sessions.edge_censored)} sessions end within ${options.grace_days} days of the end of the data; their visitors may still buy.`,
    bots.flagged > 0 &&
      `${count(bots.flagged)} sessions look like bots and are ${
        options.bots === 'include' ? 'included' : options.bots === 'only' ? 'the only ones shown' : 'left out'
      }; the rules that hold are listed with them.`,
    !facts.has_user_agent &&
      !facts.has_bot_flag &&
      'There is neither a user agent nor a bot flag, so bots are told by their behaviour alone.',
    hygiene.hits_without_id > 0 &&
      `${count(hygiene.hits_without_id)} hits have neither a visitor nor a session id, because consent was denied or nothing was recorded; they are in no session, and what their visitors did is not known.`,
    facts.has_traffic_source &&
      hygiene.attribution.unattributed > 0 &&
      `${count(hygiene.attribution.unattributed)} sessions have no known source. They are not counted as direct; the robustness table shows what they could hide.`,
    !facts.has_device && 'The exports tell no device.',
    material.cart_by_event && 'There are no cart or checkout pages; adding to the cart counts as opening it.',
    totals.changed_touch > 0 && `${count(totals.changed_touch)} sessions met a second campaign on the way; they stay with the first.`,
    report.ledger.duplicate > 0 &&
      `${count(report.ledger.duplicate)} rows of the orders export repeat an order id; of each, one row counts, a bought one before a cancelled or failed one.`,
    material.unknown_statuses.length > 0 &&
      `Order statuses that no rule knows count as bought: ${material.unknown_statuses.slice(0, 5).join(', ')}.`,
    material.unknown_events.length > 0 &&
      `Events that no rule knows are used for times only: ${material.unknown_events
        .slice(0, 5)
        .map(({ name, hits }) => `${name} (${count(hits)})`)
        .join(', ')}.`,
    facts.has_orders_export && material.currency === null && 'The orders tell no currency; give it with --currency to see revenue.',
    'Excess exits compare pages with each other at the same stage and minute of the session; they say where, not why.',
  ];
  return list.filter((sentence) => sentence !== false);
}

/** Of these shares of METHOD, Diagnostics, a reader is told when they are passed. */
const LEAST_OVERLAP = 0.95;

function splitCaveats({ split, checks, traffic, friction }: Report): (string | false)[] {
  if (split.friction === null)
    return ['The split is withheld: differences between pages, signals and sources below are raw and not effects.'];
  const { placebo_signal: placebo, overlap, landmark } = checks;
  const off = checks.calibration.filter(({ in_order }) => !in_order).length;
  const pooled = traffic.groups.filter((group) => group.pooled);
  const hidden = friction.signals.filter(({ available }) => !available).length;
  return [
    'The split is an association within like sessions, not an experiment: it says what lost orders go with.',
    placebo !== null &&
      (placebo.low > 0 || placebo.high < 0) &&
      'A signal drawn by lot seems to have an effect here: by chance in one report of twenty, else the intervals are too narrow.',
    landmark !== null &&
      landmark.excess.low > 0 &&
      'Trouble of the first 2 minutes alone goes with clearly more lost orders than all friction in the split, though it is only part of it: one of the two is off.',
    split.achievable === null &&
      'There are fewer than 4 whole weeks, so how rare friction is in good weeks, and what could be achieved, is not known.',
    off > 0 &&
      `In ${formatAmount(off, 'part')} of ${count(checks.calibration.length)} the models expect over 10 % more or fewer exits, openings of cart or checkout, or orders than are seen, which chance seldom does.`,
    overlap !== null &&
      overlap.friction < LEAST_OVERLAP &&
      `Only ${formatShare(overlap.friction)} of the page views with friction have enough like them without it; for the rest the model alone fills in.`,
    checks.separated_signals.length > 0 &&
      `After these signals everybody left, or nobody, so they are in no verdict: ${checks.separated_signals.join(', ').replaceAll('_', ' ')}.`,
    pooled.length > 0 &&
      `Small sources are taken together, because they cannot be judged alone: ${formatAmount(pooled.length, 'pooled group')} with ${count(
        pooled.reduce((sum, { cohort_sessions }) => sum + cohort_sessions, 0),
      )} cohort sessions. That hides how they differ, so what traffic can explain is understated, and more data can raise it: from ${
        POOLING.cohort_sessions
      } cohort sessions and ${POOLING.cohort_orders} orders on a source stands alone.`,
    traffic.coarsened.length > 0 &&
      `There was too much to tell apart (over 3 million circumstances), so these were made coarser: ${traffic.coarsened.join(', ')}.`,
    hidden > 0 && `Friction that these exports cannot show (${formatAmount(hidden, 'signal')}) counts as neither.`,
  ];
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
