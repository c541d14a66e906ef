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
  /** SQL for the text of each kind; null where the file cannot have it. */
  texts: Record<TextKind, string | null>;
  /** SQL for the text of a role, NULL where the file lacks it. */
  role(role: EventRole): string;
}

/** How each field of an event is read from a file: the SQL behind both passes, the one that collects texts and the one that stages hits. */
export function eventFields(file: EventFile): EventFields {
  const relation = sourceRelation(file);
  const has = (role: EventRole) => file.roles[role] !== undefined;
  const role = (name: EventRole) => relation.text(file.roles[name]);
  const raw = (name: EventRole) => (file.kind === 'csv' && has(name) ? `c${file.roles[name]}` : role(name));
  const url = raw('url');
  const withoutUrl = has('product_id') ? `concat_ws('/', ${role('event_name')}, ${role('product_id')})` : role('event_name');
  const path = has('url') ? `nullif(split_part(split_part(${url}, '?', 1), '#', 1), '')` : has('event_name') ? withoutUrl : null;
  return {
    relation,
    role,
    texts: {
      path,
      touch: touchSql(file, url, role),
      host: has('referrer') ? hostSql(role('referrer')) : null,
      agent: has('user_agent') ? role('user_agent') : null,
      event: has('event_name') ? role('event_name') : null,
      device: has('device') ? role('device') : null,
    },
  };
}

/** First value of a URL parameter, behind a cheap test; NULL when absent or empty. */
export function parameterSql(url: string, names: string): string {
  return `case when contains(${url}, '?') then nullif(regexp_extract(${url}, '[?&](?:${names})=([^&#]*)', 1), '') end`;
}

/** Source, medium, campaign from their columns, else from the URL's utm parameters, and the name of a click id; NULL when there is none of them. */
function touchSql(file: EventFile, url: string, role: (name: EventRole) => string): string | null {
  const names = ['utm_source', 'utm_medium', 'utm_campaign'] as const;
  const fromUrl = file.roles.url !== undefined;
  if (!fromUrl && names.every((name) => file.roles[name] === undefined)) return null;
  const inUrl = (name: string) => `coalesce(regexp_extract(${url}, '[?&]${name}=([^&#]*)', 1), '')`;
  const parts = names.map((name) => {
    if (file.roles[name] === undefined) return fromUrl ? `case when contains(${url}, 'utm_') then ${inUrl(name)} else '' end` : `''`;
    return fromUrl
      ? `coalesce(${role(name)}, case when contains(${url}, 'utm_') then ${inUrl(name)} end, '')`
      : `coalesce(${role(name)}, '')`;
  });
  const clickId = fromUrl
    ? `case when contains(${url}, '?') then lower(regexp_extract(${url}, '(?i)[?&](${CLICK_ID_NAMES})=[^&#]', 1)) else '' end`
    : `''`;
  const together = `concat_ws(chr(31), ${parts.join(', ')}, ${clickId})`;
  const nothing = TOUCH_SEPARATOR.repeat(3);
  // Most hits carry no parameter at all: decide that before any extraction.
  const without = names.filter((name) => file.roles[name] !== undefined).map((name) => `${role(name)} is null`);
  const plain = [...(fromUrl ? [`not contains(coalesce(${url}, ''), '?')`] : []), ...without].join(' and ');
  return `case when ${plain} then null else nullif(${together}, '${nothing}') end`;
}

/**
 * Host of a referrer, lower case, without scheme, user and port; a bare host is taken as it is. Plain addresses take the cheap way. `split_part` is not
 * nested: the engine writes its argument out twice, and four levels of it cost a second of planning for every file.
 */
function hostSql(referrer: string): string {
  const third = `split_part(${referrer}, '/', 3)`;
  return `lower(nullif(case when (starts_with(${referrer}, 'https://') or starts_with(${referrer}, 'http://')) and not regexp_matches(${third}, '[:?#@]') then ${third}
    else regexp_extract(${referrer}, '^(?:(?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?(?:[^/?#@]*@)?([^/?#:]*)', 1) end, ''))`;
}
