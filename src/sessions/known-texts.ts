import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import { readTouch } from './read-touch.ts';

/** What was found out about the distinct texts, by their numbers: plain arrays, looked up for every hit. Index 0 is "no such text". */
export interface KnownTexts {
  paths: {
    page: Int32Array;
    group: Int8Array /** Bits of `PAGE_FLAGS`. */;
    flags: Int8Array /** −1: an address without host. */;
    host: Int32Array;
  };
  origins: { touch: Int32Array; host: Int32Array; hostKind: Int8Array };
  clients: { agent: Int32Array; device: Int8Array; eventClass: Int8Array; isPageview: Int8Array; group: Int8Array; bot: Int8Array };
  agents: Map<number, { bot: number; device: number }>;
}

const paths = defineQuery({
  name: 'known_paths',
  grain: 'one row per distinct path',
  columns: { id: 'INTEGER', page: 'INTEGER', group_id: 'INTEGER', flags: 'INTEGER', host: 'INTEGER' },
  sql: 'select text_id as id, page_id as page, page_group as group_id, page_flags as flags, coalesce(host_id, -1) as host from paths order by text_id',
});

const origins = defineQuery({
  name: 'known_origins',
  grain: 'one row per touch and host seen together',
  columns: { id: 'INTEGER', touch: 'INTEGER', host: 'INTEGER', host_kind: 'INTEGER' },
  sql: `select o.origin_id as id, coalesce(o.touch_id, 0) as touch, coalesce(o.host_id, 0) as host, coalesce(h.host_kind, 0) as host_kind
    from origin_keys as o left join hosts as h on h.text_id = o.host_id order by o.origin_id`,
});

const touches = defineQuery({
  name: 'known_touches',
  grain: 'one row per distinct touch',
  columns: { id: 'INTEGER', text: 'VARCHAR' },
  sql: `select text_id as id, text from texts where kind = 'touch' order by text_id`,
});

const clients = defineQuery({
  name: 'known_clients',
  grain: 'one row per user agent, device and event seen together',
  columns: { id: 'INTEGER', agent: 'INTEGER', device: 'INTEGER', event_class: 'INTEGER', is_pageview: 'INTEGER', group_id: 'INTEGER' },
  sql: `select c.client_id as id, coalesce(c.agent_id, 0) as agent, coalesce(d.device, 0) as device, coalesce(e.event_class, 1) as event_class,
      coalesce(e.is_pageview, 1) as is_pageview, coalesce(e.page_group, 0) as group_id
    from client_keys as c left join devices as d on d.text_id = c.device_id left join event_kinds as e on e.text_id = c.event_id order by c.client_id`,
});

const agents = defineQuery({
  name: 'known_agents',
  grain: 'one row per distinct user agent',
  columns: { id: 'INTEGER', bot: 'INTEGER', device: 'INTEGER' },
  sql: 'select text_id as id, bot, coalesce(device, 0) as device from agents order by text_id',
});

const largest = defineQuery({
  name: 'largest_ids',
  grain: 'one row',
  columns: { text: 'INTEGER', origin: 'INTEGER', client: 'INTEGER' },
  sql: `select coalesce((select max(text_id) from texts), 0) as text, coalesce((select max(origin_id) from origin_keys), 0) as origin,
      coalesce((select max(client_id) from client_keys), 0) as client`,
});

const NO_TAGS = JSON.stringify(readTouch(null));

/** Reads what was found out about the texts: as many numbers as there are distinct texts, whatever the number of hits. */
export async function readKnownTexts(engine: Engine): Promise<KnownTexts> {
  const [sizes] = await engine.rows(largest);
  const [texts, originCount, clientCount] = [sizes!.text! + 1, sizes!.origin! + 1, sizes!.client! + 1];
  const known: KnownTexts = {
    paths: { page: new Int32Array(texts), group: new Int8Array(texts), flags: new Int8Array(texts), host: new Int32Array(texts).fill(-1) },
    origins: { touch: new Int32Array(originCount), host: new Int32Array(originCount), hostKind: new Int8Array(originCount) },
    clients: {
      agent: new Int32Array(clientCount),
      device: new Int8Array(clientCount),
      // A hit without an event name is a page view.
      eventClass: new Int8Array(clientCount).fill(1),
      isPageview: new Int8Array(clientCount).fill(1),
      group: new Int8Array(clientCount),
      bot: new Int8Array(clientCount),
    },
    agents: new Map(),
  };
  for await (const batch of engine.batches(paths)) {
    for (const { id, page, group_id, flags, host } of batch) {
      known.paths.page[id!] = page!;
      known.paths.flags[id!] = flags!;
      known.paths.group[id!] = group_id!;
      known.paths.host[id!] = host!;
    }
  }
  // Tags in another order, or another click on the same advertisement, are the same touch.
  const firstAlike = new Map<string, number>();
  const alike = new Map([[0, 0]]);
  for await (const batch of engine.batches(touches)) {
    for (const { id, text } of batch) {
      const tags = JSON.stringify(readTouch(text));
      if (!firstAlike.has(tags)) firstAlike.set(tags, tags === NO_TAGS ? 0 : id!);
      alike.set(id!, firstAlike.get(tags)!);
    }
  }
  for await (const batch of engine.batches(origins)) {
    for (const { id, touch, host, host_kind } of batch) {
      known.origins.touch[id!] = alike.get(touch!)!;
      known.origins.host[id!] = host!;
      known.origins.hostKind[id!] = host_kind!;
    }
  }
  for await (const batch of engine.batches(agents)) {
    for (const { id, bot, device } of batch) known.agents.set(id!, { bot: bot!, device: device! });
  }
  for await (const batch of engine.batches(clients)) {
    for (const { id, agent, device, event_class, is_pageview, group_id } of batch) {
      known.clients.agent[id!] = agent!;
      known.clients.device[id!] = device!;
      known.clients.eventClass[id!] = event_class!;
      known.clients.isPageview[id!] = is_pageview!;
      known.clients.group[id!] = group_id!;
      known.clients.bot[id!] = known.agents.get(agent!)?.bot ?? 0;
    }
  }
  return known;
}
