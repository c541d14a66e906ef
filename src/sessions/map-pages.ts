import { PAGE_GROUPS } from '../config/options.ts';
import type { Engine } from '../engine/engine.ts';
import { defineQuery, defineStatement } from '../engine/query.ts';
import { hostOf } from './classify-texts.ts';
import { pageFlags } from './page-flags.ts';
import { type PageGroup, pageGroupByFlow, pageGroupByName } from './page-groups.ts';
import { pageKey } from './page-keys.ts';
import { redactPath } from './redact-path.ts';

/** Page groups as numbered in the tables, from 1. Groups 5 to 9 open cart or checkout. */
export const GROUP_NUMBERS: readonly PageGroup[] = PAGE_GROUPS;

export interface PageEntry {
  page_id: number;
  /** Canonical key: no host, ids as `:id`, personal data redacted. */
  page: string;
  group: PageGroup;
  /** Why this group, in words. */
  rule: string;
  views: number;
}

export interface PageSettings {
  /** Page groups by key; a key may end in `*`. */
  pages: Readonly<Record<string, PageGroup>>;
  /** Page keys by path; `*` stands for one part. */
  page_keys: Readonly<Record<string, string>>;
}

const paths = defineQuery({
  name: 'path_texts',
  grain: 'one row per distinct path',
  columns: { text_id: 'INTEGER', text: 'VARCHAR', hits: 'DOUBLE' },
  sql: `select text_id, text, hits from texts where kind = 'path' order by text_id`,
});

const hostIds = defineQuery({
  name: 'host_ids',
  grain: 'one row per distinct host',
  columns: { text_id: 'INTEGER', host: 'VARCHAR' },
  sql: 'select text_id, host from hosts order by text_id',
});

const makePaths = defineStatement({
  name: 'paths_classified',
  grain: 'one row per distinct path',
  sql: 'create table paths_classified (text_id integer, page_id integer, host_id integer, page_group integer, page_flags integer)',
});

const makePages = defineStatement({
  name: 'pages',
  grain: 'one row per page key',
  sql: 'create table pages (page_id integer, page varchar, page_group integer)',
});

const keyPaths = defineStatement({
  name: 'paths',
  grain: 'one row per distinct path',
  sql: `create table paths as
    select c.text_id as text_id, c.page_id as page_id, c.host_id as host_id, p.page_group as page_group, c.page_flags as page_flags
    from paths_classified as c join pages as p on p.page_id = c.page_id`,
});

/**
 * Views of pages whose name tells nothing, and how many came directly from a list or search page or went directly to the cart, within a session gap.
 * Counted on every `$one_in`th visitor: shares do not need more than a million hits.
 */
const flows = defineQuery({
  name: 'page_flows',
  grain: 'one row per page without a group by name',
  columns: { page_id: 'INTEGER', views: 'INTEGER', from_list: 'INTEGER', to_cart: 'INTEGER', as_landing: 'INTEGER' },
  sql: `select page_id, cast(count(*) as integer) as views, cast(sum(case when previous_group in (2, 4) then 1 else 0 end) as integer) as from_list,
      cast(sum(case when next_group = 5 then 1 else 0 end) as integer) as to_cart, cast(sum(case when previous_group is null then 1 else 0 end) as integer) as as_landing
    from (
      select page_id, page_group,
        case when hit_at - lag(hit_at) over (partition by visitor order by hit_at, sequence, path_key, client_key) <= 1800000000
          then lag(page_group) over (partition by visitor order by hit_at, sequence, path_key, client_key) end as previous_group,
        case when lead(hit_at) over (partition by visitor order by hit_at, sequence, path_key, client_key) - hit_at <= 1800000000
          then lead(page_group) over (partition by visitor order by hit_at, sequence, path_key, client_key) end as next_group
      from (
        select h.visitor as visitor, h.hit_at as hit_at, h.sequence as sequence, h.path_key as path_key, h.client_key as client_key, p.page_id as page_id, p.page_group as page_group
        from hits as h
        join path_keys as x on x.path_key = h.path_key
        join paths_classified as p on p.text_id = x.path_id
        left join client_keys as c on c.client_key = h.client_key
        left join event_kinds as e on e.text_id = c.event_id
        where h.visitor % cast($one_in as ubigint) = 0 and coalesce(e.is_pageview, 1) = 1))
    where page_group = 0
    group by page_id order by page_id`,
});

/**
 * Makes the page map: one key per path, one group per key: by the config, by name, or by the flow of the visitors through it.
 * Fills `paths` and `pages`.
 */
export async function mapPages(engine: Engine, settings: PageSettings, hasUrls: boolean, hits: number): Promise<PageEntry[]> {
  await engine.run(makePaths);
  await engine.run(makePages);
  const hosts = new Map((await engine.rows(hostIds)).map(({ text_id, host }) => [host!, text_id!]));
  const entries = new Map<string, PageEntry & { known: boolean }>();
  const keyRules = Object.entries(settings.page_keys).map(([pattern, key]) => ({ parts: pattern.split('/'), key }));
  for await (const batch of engine.batches(paths)) {
    const rows = batch.map(({ text_id, text, hits: views }) => {
      const key = hasUrls ? (ruledKey(text!, keyRules) ?? redactPath(pageKey(text!))) : (text!.split('/')[0] ?? text!);
      let entry = entries.get(key);
      if (entry === undefined) {
        entry = { page_id: entries.size + 1, page: key, views: 0, ...groupOf(key, settings.pages) };
        entries.set(key, entry);
      }
      entry.views += views!;
      const host = hostOf(text!);
      return {
        text_id,
        page_id: entry.page_id,
        // No host at all and a host that no referrer names are different: only the second is known to be another one.
        host_id: host === null ? null : (hosts.get(host) ?? 0),
        page_group: entry.known ? GROUP_NUMBERS.indexOf(entry.group) + 1 : 0,
        page_flags: hasUrls ? pageFlags(text!) : 0,
      };
    });
    await engine.append(
      'paths_classified',
      { text_id: 'INTEGER', page_id: 'INTEGER', host_id: 'INTEGER', page_group: 'INTEGER', page_flags: 'INTEGER' },
      rows,
    );
  }
  const byId = new Map([...entries.values()].map((entry) => [entry.page_id, entry]));
  if (hasUrls && [...byId.values()].some((entry) => !entry.known && entry.views >= 20)) {
    const one_in = Math.max(1, Math.floor(hits / 1_000_000));
    for (const flow of await engine.rows(flows, { one_in })) {
      const counts = { views: flow.views!, from_list: flow.from_list!, to_cart: flow.to_cart!, as_landing: flow.as_landing! };
      Object.assign(byId.get(flow.page_id!)!, pageGroupByFlow(counts));
    }
  }
  const list = [...byId.values()].map(({ known: _, ...entry }) => entry);
  await engine.append(
    'pages',
    { page_id: 'INTEGER', page: 'VARCHAR', page_group: 'INTEGER' },
    list.map(({ page_id, page, group }) => ({ page_id, page, page_group: GROUP_NUMBERS.indexOf(group) + 1 })),
  );
  await engine.run(keyPaths);
  return list;
}

function groupOf(key: string, overrides: PageSettings['pages']): { group: PageGroup; rule: string; known: boolean } {
  for (const [pattern, group] of Object.entries(overrides)) {
    if (pattern === key || (pattern.endsWith('*') && key.startsWith(pattern.slice(0, -1))))
      return { group, rule: 'set in the config', known: true };
  }
  const { group, rule } = pageGroupByName(key);
  return group === null ? { group: 'other', rule: 'no rule fits', known: false } : { group, rule: rule ?? 'by name', known: true };
}

function ruledKey(text: string, rules: readonly { parts: string[]; key: string }[]): string | null {
  if (rules.length === 0) return null;
  const path = text.includes('://') ? text.replace(/^[^/]*:\/\/[^/]*/, '') || '/' : text;
  const parts = path.split('/');
  return (
    rules.find((rule) => rule.parts.length === parts.length && rule.parts.every((part, index) => part === '*' || part === parts[index]))
      ?.key ?? null
  );
}
