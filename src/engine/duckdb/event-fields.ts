import type { EventRole } from '../../roles.ts';
import type { EventFile } from '../sources.ts';
import { type SourceRelation, sourceRelation } from './read-source.ts';

/** Texts that are numbered once and classified as distinct values, outside the engine. */
export const TEXT_KINDS = ['path', 'touch', 'host', 'agent', 'event', 'device'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/** Sign between the parts of a touch (source, medium, campaign, click id): cannot occur in a URL. */
export const TOUCH_SEPARATOR = '\u001f';

/** Parameter names of advertising click ids; the value is never read. */
const CLICK_ID_NAMES =
  'gclid|gbraid|wbraid|dclid|gad_source|srsltid|fbclid|msclkid|ttclid|twclid|li_fat_id|igshid|epik|rdt_cid|sccid|yclid|mc_cid';

export interface EventFields {
  relation: SourceRelation;
  /** What stands after FROM to read the cells that `role` and `texts` speak of: one column per role, so that each cell is read once. */
  cells: string;
  /** SQL for the text of each kind; null where the file cannot have it. */
  texts: Record<TextKind, string | null>;
  /** SQL for the text of a role, NULL where the file lacks it. */
  role(role: EventRole): string;
}

/** How each field of an event is read from a file: the SQL behind both passes, the one that collects texts and the one that stages hits. */
export function eventFields(file: EventFile): EventFields {
  const relation = sourceRelation(file);
  const roles = Object.keys(file.roles) as EventRole[];
  const has = (role: EventRole) => file.roles[role] !== undefined;
  const role = (name: EventRole) => (has(name) ? `cell_${name}` : relation.text(undefined));
  const columns = roles.filter(has).map((name) => `${relation.text(file.roles[name])} as cell_${name}`);
  const site = has('referrer') ? [`${siteSql(role('referrer'))} as referring_site`] : [];
  const line = file.kind === 'json_lines' ? ['line'] : [];
  const url = role('url');
  const withoutUrl = has('product_id') ? `concat_ws('/', ${role('event_name')}, ${role('product_id')})` : role('event_name');
  return {
    relation,
    cells: `(select ${['*', ...site].join(', ')} from (select ${[...line, ...columns].join(', ')} from ${relation.from}))`,
    role,
    texts: {
      path: has('url') ? pathSql(url) : has('event_name') ? withoutUrl : null,
      touch: touchSql(file, url, role),
      host: has('referrer') ? HOST : null,
      agent: has('user_agent') ? role('user_agent') : null,
      event: has('event_name') ? role('event_name') : null,
      device: has('device') ? role('device') : null,
    },
  };
}

/** A URL up to its query or fragment; most have neither and are passed on. */
function pathSql(url: string): string {
  const cut = `nullif(split_part(split_part(${url}, '?', 1), '#', 1), '')`;
  return `case when contains(${url}, '?') or contains(${url}, '#') then ${cut} else ${url} end`;
}

/** First value of a URL parameter, behind cheap tests (finding out whether there is one costs a third of taking it out); NULL when absent or empty. */
export function parameterSql(url: string, names: string): string {
  const found = `contains(${url}, '?') and regexp_matches(${url}, '[?&](?:${names})=')`;
  return `case when ${found} then nullif(regexp_extract(${url}, '[?&](?:${names})=([^&#]*)', 1), '') end`;
}

/** Source, medium, campaign from their columns, else from the URL's utm parameters, and the name of a click id; NULL when there is none of them. */
function touchSql(file: EventFile, url: string, role: (name: EventRole) => string): string | null {
  const names = ['utm_source', 'utm_medium', 'utm_campaign'] as const;
  const fromUrl = file.roles.url !== undefined;
  const columns = names.filter((name) => file.roles[name] !== undefined);
  if (!fromUrl && columns.length === 0) return null;
  const parts = names.map((name) => {
    const inUrl = fromUrl ? [`case when contains(${url}, 'utm_') then regexp_extract(${url}, '[?&]${name}=([^&#]*)', 1) end`] : [];
    const inColumn = columns.includes(name) ? [role(name)] : [];
    return `coalesce(${[...inColumn, ...inUrl, "''"].join(', ')})`;
  });
  const pattern = `'(?i)[?&](${CLICK_ID_NAMES})=[^&#]'`;
  // Most hits carry none of this: cheap tests decide that before any extraction.
  const hasClickId = `(contains(${url}, '?') and regexp_matches(${url}, ${pattern}))`;
  const clickId = fromUrl ? `case when ${hasClickId} then lower(regexp_extract(${url}, ${pattern}, 1)) else '' end` : `''`;
  const some = [...columns.map((name) => `${role(name)} is not null`), ...(fromUrl ? [`contains(${url}, 'utm_')`, hasClickId] : [])];
  const together = `concat_ws(chr(31), ${parts.join(', ')}, ${clickId})`;
  return `case when ${some.join(' or ')} then nullif(${together}, '${TOUCH_SEPARATOR.repeat(3)}') end`;
}

/** What stands between the scheme and the path of a referrer: host, and port or query if there is no path; a bare host is taken as it is. */
function siteSql(referrer: string): string {
  return `case when contains(${referrer}, '://') then split_part(${referrer}, '/', 3) else split_part(${referrer}, '/', 1) end`;
}

/** Host of a referrer, lower case, without port. */
const HOST = `nullif(lower(case when contains(referring_site, ':') or contains(referring_site, '?')
  then split_part(split_part(referring_site, '?', 1), ':', 1) else referring_site end), '')`;
