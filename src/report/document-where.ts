import type { BarsBlock, Block, TableBlock } from './blocks.ts';
import { moreThan, numbers, spare, tableOf, words } from './document-rows.ts';
import * as format from './format.ts';
import type { Detail } from './render-context.ts';
import type { Cohort, ExitPlace, FunnelStep, Minute, Report, Where } from './report.ts';

/** A quarter of an hour a minute at a time is what a screen holds and what the band needs around it. */
const SHORT_MINUTES = 15;

/** Section 3: pages and steps by excess exits, the funnel by device, the exit hazard minute by minute, the paths out. */
export function whereTheyLeave({ where, funnel, sessions }: Report, detail: Detail): Block[] {
  const blocks = [
    ...pages(where.pages, detail),
    ...steps(where.steps, detail),
    ...(detail === 'full' ? lostByPage(where.pages) : []),
    ...funnelTable(funnel, detail),
    ...minutes(where.minutes, sessions.cohort, detail),
    ...paths(where.paths, detail),
  ];
  const heading: Block = { kind: 'heading', id: 'where', text: 'Where they leave' };
  if (blocks.length > 0) return [heading, ...blocks];
  return [heading, { kind: 'paragraph', text: 'No session of this period left from a page that can be compared with others.' }];
}

function pages(places: ExitPlace[], detail: Detail): TableBlock[] {
  return tableOf(
    {
      caption: 'Pages, by exits of cohort sessions above those of comparable steps',
      columns: [words('Page'), spare(words('Group')), ...EXIT_COLUMNS],
      rows: places.map((place) => [pageOf(place), place.page_group, ...exitCells(place)]),
      note: 'Expected: had the page lost as many as comparable steps (same stage and minute of the session). q: corrected over all pages.',
    },
    detail,
  );
}

function steps(places: ExitPlace[], detail: Detail): TableBlock[] {
  return tableOf(
    {
      caption: 'Steps, counted the same way',
      columns: [words('Step'), spare(words('Stage')), ...EXIT_COLUMNS],
      rows: places.map((place) => [place.page, STAGE[place.stage], ...exitCells(place)]),
    },
    detail,
  );
}

/** Pages of the table by lost orders. */
const MOST_LOST = 20;

function lostByPage(places: ExitPlace[]): TableBlock[] {
  const lost = places.flatMap((place) => (place.lost_orders === null ? [] : [{ ...place, lost_orders: place.lost_orders }]));
  const most = lost.filter(({ lost_orders }) => lost_orders.value > 0).sort((x, y) => y.lost_orders.value - x.lost_orders.value);
  return tableOf(
    {
      caption: 'Pages, by lost orders that go with the friction met there',
      columns: [words('Page'), spare(words('Group')), numbers('Views'), numbers('Exits'), numbers('Lost orders (95 %)')],
      rows: most
        .slice(0, MOST_LOST)
        .map((place) => [
          pageOf(place),
          place.page_group,
          format.formatCount(place.views),
          format.formatCount(place.exits),
          format.formatEstimate(place.lost_orders),
        ]),
      note: `Of ${format.formatCount(lost.length)} pages those with the most, in orders of the whole period; over all pages they add up to what would be regained without any friction.`,
    },
    'full',
  );
}

/** The same page can be seen while looking and again after the cart was opened: two places to leave from. */
function pageOf({ page, page_group, stage }: ExitPlace): string {
  return stage === 2 && !CHECKOUT_GROUPS.has(page_group) ? `${page} (after the cart)` : page;
}

const CHECKOUT_GROUPS = new Set(['cart', 'checkout', 'shipping', 'billing', 'thank-you']);
const STAGE: Record<ExitPlace['stage'], string> = { 1: 'looking', 2: 'cart, checkout' };
const EXIT_COLUMNS = [numbers('Views'), numbers('Exits'), numbers('Expected'), numbers('Excess (95 %)'), numbers('q')];

function exitCells({ views, exits, expected_exits, excess_exits, q_value }: ExitPlace): string[] {
  const excess = format.formatEstimate(excess_exits, { signed: true });
  return [format.formatCount(views), format.formatCount(exits), format.formatNumber(expected_exits, 1), excess, format.formatQ(q_value)];
}

function funnelTable(funnel: FunnelStep[], detail: Detail): TableBlock[] {
  const devices = [...new Set(funnel.flatMap(({ by_device }) => Object.keys(by_device)))];
  return tableOf(
    {
      caption: 'Sessions that reached each step, by device',
      columns: [words('Step'), numbers('Sessions'), ...devices.map((device) => spare(numbers(device))), numbers('Drop-off (95 %)')],
      rows: funnel.map(({ step, sessions_reached, by_device, drop_off_rate }) => [
        step,
        format.formatCount(sessions_reached),
        // A device that is not listed at a step did not reach it.
        ...devices.map((device) => format.formatCount(Object.hasOwn(by_device, device) ? (by_device[device] ?? null) : 0)),
        format.formatRate(drop_off_rate),
      ]),
    },
    detail,
  );
}

function minutes(minutes: Minute[], { from_seconds, to_seconds }: Cohort, detail: Detail): BarsBlock[] {
  if (minutes.length === 0) return [];
  const shown = detail === 'full' ? minutes : minutes.slice(0, SHORT_MINUTES);
  const isInBand = ({ minute }: Minute) => minute * 60 >= from_seconds && (minute + 1) * 60 <= to_seconds;
  const more = moreThan(shown.length, minutes.length);
  return [
    {
      kind: 'bars',
      caption: 'Of the sessions still there, the share that leaves in each minute',
      label: 'Minute',
      beside: ['Still there', 'Left', 'Ordered'],
      measure: 'Leave (95 %)',
      rows: shown.map((line) => ({
        label: `${format.formatCount(line.minute)}–${format.formatCount(line.minute + 1)}`,
        beside: [line.at_risk, line.exits, line.orders].map(format.formatCount),
        value: line.exit_hazard?.value ?? null,
        shown: format.formatRate(line.exit_hazard),
        marked: isInBand(line),
      })),
      marks: shown.some(isInBand) ? `the band of ${format.formatBand(from_seconds, to_seconds)}` : '',
      ...(more !== undefined && { more }),
    },
  ];
}

function paths(paths: Where['paths'], detail: Detail): TableBlock[] {
  return tableOf(
    {
      caption: 'Paths out: the last two page groups of those who left without buying',
      columns: [words('From'), words('Left at'), numbers('Sessions')],
      rows: paths.map(({ from, to, sessions }) => [
        from ?? { text: '(saw nothing else)', tone: 'muted' as const },
        to,
        format.formatCount(sessions),
      ]),
    },
    detail,
  );
}
