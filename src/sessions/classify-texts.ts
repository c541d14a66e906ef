import Bowser from 'bowser';
import { isbot } from 'isbot';
import type { Engine } from '../engine/engine.ts';
import { type Columns, defineQuery, defineStatement, type RowOf } from '../engine/query.ts';
import { BOT_FLAG } from '../engine/sources.ts';
import { BOT_BY_AGENT, BOT_BY_FLAG } from './bot-rules.ts';
import { isGateway, registrableDomain } from './channels.ts';
import { classifyEvent, EVENT_CLASSES, type EventClass } from './event-kinds.ts';

/** Devices as numbered in the tables. */
export const DEVICES = ['desktop', 'mobile', 'tablet', 'other'] as const;

export interface SiteFacts {
  /** Registrable domains of the site. */
  domains: string[];
  hasUrls: boolean;
  /** Some hit carries a campaign tag or click id. */
  hasTouches: boolean;
  /** An event tells of a rejected entry. */
  hasFormErrors: boolean;
  /** Share of hits whose event name says nothing to us, with the names. */
  unknownEvents: { name: string; hits: number }[];
}

const textsOfKind = defineQuery({
  name: 'texts_of_kind',
  grain: 'one row per distinct text of a kind',
  columns: { text_id: 'INTEGER', text: 'VARCHAR', hits: 'DOUBLE' },
  sql: 'select text_id, text, hits from texts where kind = $kind order by text_id',
});

const tables = [
  ['hosts', 'text_id integer, host_kind integer, host varchar'],
  ['agents', 'text_id integer, bot integer, device integer'],
  ['devices', 'text_id integer, device integer'],
  ['event_kinds', 'text_id integer, event_class integer, is_pageview integer, page_group integer'],
].map(([name, columns]) => defineStatement({ name: name!, grain: 'one row per distinct text', sql: `create table ${name} (${columns})` }));

const doubtfulEvents = defineQuery({
  name: 'doubtful_events',
  grain: 'one row',
  columns: { kinds: 'INTEGER' },
  sql: 'select cast(count(*) as integer) as kinds from event_kinds where is_pageview = 1 and event_class <> 1',
});

/** How often an event that may stand for a page view happens on a page that has page views of its own. */
const eventsOnViewedPages = defineQuery({
  name: 'events_on_viewed_pages',
  grain: 'one row per event name that may stand for a page view',
  columns: { text_id: 'INTEGER', hits: 'DOUBLE', on_viewed: 'DOUBLE' },
  sql: `select e.text_id as text_id, cast(count(*) as double) as hits, cast(sum(case when v.path_key is null then 0 else 1 end) as double) as on_viewed
    from staged_hits as h
    join client_keys as c on c.client_key = h.client_key
    join event_kinds as e on e.text_id = c.event_id and e.is_pageview = 1 and e.event_class <> 1
    left join (
      select s.path_key as path_key from staged_hits as s
      join client_keys as d on d.client_key = s.client_key
      join event_kinds as k on k.text_id = d.event_id and k.event_class = 1 group by s.path_key) as v
      on v.path_key = h.path_key
    group by e.text_id order by e.text_id`,
});

const setPageviews = defineStatement({
  name: 'set_pageviews',
  grain: 'one row per event name',
  sql: 'update event_kinds set is_pageview = 0 where text_id = $text_id',
});

/**
 * Classifies the distinct hosts, user agents, devices and event names that the files hold, in tables of their own: a few thousand values instead of
 * millions of rows, with the libraries and rules of this process.
 *
 * @param siteDomains - own domains as configured; without any, the hosts on which hits were recorded
 */
export async function classifyTexts(engine: Engine, siteDomains: readonly string[]): Promise<SiteFacts> {
  for (const table of tables) await engine.run(table);
  const pageHosts = new Set<string>();
  let hasUrls = false;
  for await (const batch of engine.batches(textsOfKind, { kind: 'path' })) {
    for (const { text } of batch) {
      if (text?.startsWith('/')) hasUrls = true;
      const host = hostOf(text!);
      if (host !== null) pageHosts.add(host);
    }
  }
  hasUrls ||= pageHosts.size > 0;
  const configured = siteDomains.map((domain) => domain.toLowerCase().replace(/^\*?\./, ''));
  const domains = [...new Set([...(configured.length > 0 ? configured : pageHosts)].map((host) => registrableDomain(host) ?? host))].sort();

  await fill(engine, 'hosts', 'host', { text_id: 'INTEGER', host_kind: 'INTEGER', host: 'VARCHAR' }, (text_id, host) => ({
    text_id,
    host_kind: domains.includes(registrableDomain(host) ?? host) ? 2 : isGateway(host) ? 1 : 0,
    host,
  }));
  await fill(engine, 'agents', 'agent', { text_id: 'INTEGER', bot: 'INTEGER', device: 'INTEGER' }, (text_id, text) => {
    const isFlagged = text.startsWith(BOT_FLAG);
    const agent = isFlagged ? text.slice(BOT_FLAG.length) : text;
    return {
      text_id,
      bot: (isbot(agent) ? BOT_BY_AGENT : 0) + (isFlagged ? BOT_BY_FLAG : 0),
      device: agent === '' ? null : deviceOfAgent(agent),
    };
  });
  await fill(engine, 'devices', 'device', { text_id: 'INTEGER', device: 'INTEGER' }, (text_id, device) => ({
    text_id,
    device: deviceByName(device),
  }));

  const unknownEvents: SiteFacts['unknownEvents'] = [];
  let hasFormErrors = false;
  const kinds: { text_id: number; kind: EventClass }[] = [];
  for (const { text_id, text, hits } of await engine.rows(textsOfKind, { kind: 'event' })) {
    const kind = classifyEvent(text!, hasUrls);
    hasFormErrors ||= kind === 'form_error';
    if (kind === 'other') unknownEvents.push({ name: text!, hits: hits! });
    kinds.push({ text_id: text_id!, kind });
  }
  await engine.append(
    'event_kinds',
    { text_id: 'INTEGER', event_class: 'INTEGER', is_pageview: 'INTEGER', page_group: 'INTEGER' },
    kinds.map(({ text_id, kind }) => {
      const { id, page, group } = EVENT_CLASSES[kind];
      return { text_id, event_class: id, is_pageview: page ? 1 : 0, page_group: group };
    }),
  );
  unknownEvents.sort((a, b) => b.hits - a.hits || (a.name < b.name ? -1 : 1));
  let hasTouches = false;
  for await (const batch of engine.batches(textsOfKind, { kind: 'touch' })) hasTouches ||= batch.length > 0;
  return { domains, hasUrls, hasTouches, hasFormErrors, unknownEvents };
}

/**
 * Decides, once the hits are staged, which events are page views: `view_item` beside `page_view` on the same pages is the same view told twice,
 * a search event on a page without page views is the page view itself.
 */
export async function settlePageviews(engine: Engine, hasUrls: boolean): Promise<void> {
  if (!hasUrls || (await engine.rows(doubtfulEvents))[0]?.kinds === 0) return;
  for (const { text_id, hits, on_viewed } of await engine.rows(eventsOnViewedPages)) {
    if (on_viewed! * 2 >= hits!) await engine.run(setPageviews, { text_id });
  }
}

async function fill(
  engine: Engine,
  table: string,
  kind: string,
  columns: Columns,
  classify: (text_id: number, text: string) => Readonly<Record<string, string | number | null>>,
): Promise<void> {
  for await (const batch of engine.batches(textsOfKind, { kind })) {
    const rows = batch.map(({ text_id, text }) => classify(text_id!, text!));
    await engine.append(table, columns, rows as RowOf<Columns>[]);
  }
}

/** Host of an absolute address, lower case; null for a path. */
export function hostOf(text: string): string | null {
  const start = text.indexOf('://');
  if (start < 0) return null;
  const end = text.slice(start + 3).search(/[/:?#]/);
  const host = end < 0 ? text.slice(start + 3) : text.slice(start + 3, start + 3 + end);
  return host === '' ? null : host.toLowerCase();
}

function deviceByName(text: string): number {
  const name = text.toLowerCase();
  // Some platforms name the system instead.
  if (/desktop|computer|^pc$|^web$|windows|^mac|linux|ubuntu|chrome ?os/.test(name)) return 1;
  if (/tablet|ipad/.test(name)) return 3;
  if (/mobile|phone|ios|android|^app$/.test(name)) return 2;
  return 4;
}

function deviceOfAgent(agent: string): number | null {
  const type = Bowser.parse(agent.slice(0, 1000)).platform.type;
  return type === 'desktop' ? 1 : type === 'mobile' ? 2 : type === 'tablet' ? 3 : type === undefined ? null : 4;
}
