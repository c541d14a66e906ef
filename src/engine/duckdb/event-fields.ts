import type { EventRole } from '../../roles.ts';
import type { Values } from '../query.ts';
import type { EventFile } from '../sources.ts';
import { sourceRelation } from './read-source.ts';

/** Texts that are numbered once and classified as distinct values, outside the engine. */
export const TEXT_KINDS = ['path', 'touch', 'host', 'agent', 'event', 'device'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/** Sign between the parts of a touch (source, medium, campaign, click id): cannot occur in a URL. */
export const TOUCH_SEPARATOR = '\u001f';

/** Parameter names of advertising click ids; the value is never read. */
const CLICK_ID_NAMES =
  'gclid|gbraid|wbraid|dclid|gad_source|srsltid|fbclid|msclkid|ttclid|twclid|li_fat_id|igshid|epik|rdt_cid|sccid|yclid|mc_cid';

export interface EventFields {
  /** Relation with a column per role of the file (named like the role) and `query_part`, the address from its question mark on, and the same with `&` before each parameter. */
  from: string;
  values: Values;
  /** SQL for the text of each kind over that relation; null where the file cannot have it. */
  texts: Record<TextKind, string | null>;
  has(role: EventRole): boolean;
}

/**
 * How each field of an event is read from a file: the SQL behind both passes, the one that collects texts and the one that stages hits.
 * Cells are named in one layer and taken apart in the next, so that the engine evaluates each expression once per row: written out in place, the same
 * fields took ten times the time.
 */
export function eventFields(file: EventFile): EventFields {
  const relation = sourceRelation(file);
  const has = (role: EventRole) => file.roles[role] !== undefined;
  const roles = Object.keys(file.roles) as EventRole[];
  const broken = file.kind === 'json_lines' ? ['line is null as is_broken'] : [];
  const cells = `select ${[...broken, ...roles.map((role) => `${relation.text(file.roles[role])} as ${role}`), '1 as one'].join(', ')} from ${relation.from}`;
  const parts = has('url')
    ? `, case when contains(url, '?') then substr(url, instr(url, '?')) end as query_part, case when contains(url, '?') then split_part(url, '?', 1) else url end as path_part`
    : ', cast(null as varchar) as query_part';
  return {
    from: `(select *, translate(query_part, '?#', '&&') as parameters from (select *${parts} from (${cells})))`,
    values: has('referrer') && file.origin !== null ? { ...relation.values, ...originValues(file.origin) } : relation.values,
    has,
    texts: {
      path: has('url') ? `nullif(case when contains(path_part, '#') then split_part(path_part, '#', 1) else path_part end, '')` : pathOfEvent(has),
      touch: touchSql(has),
      host: has('referrer') ? hostSql(file.origin) : null,
      agent: has('user_agent') ? 'user_agent' : null,
      event: has('event_name') ? 'event_name' : null,
      device: has('device') ? 'device' : null,
    },
  };
}

/**
 * First value of a URL parameter, SQL over `parameters`; NULL when absent or empty. Looking for the names as they are first is cheap, and hardly any address
 * has one of them.
 */
export function parameterSql(names: readonly string[]): string {
  const guard = names.map((name) => `contains(parameters, '&${name}=')`).join(' or ');
  return `case when ${guard} then nullif(regexp_extract(parameters, '&(?:${names.join('|')})=([^&]*)', 1), '') end`;
}

function originValues(origin: string): Values {
  return { own_origin: origin, own_host: origin.split('/')[2]!.toLowerCase() };
}

function pathOfEvent(has: (role: EventRole) => boolean): string | null {
  if (!has('event_name')) return null;
  return has('product_id') ? `concat_ws('/', event_name, product_id)` : 'event_name';
}

/** Source, medium, campaign from their columns, else from the URL's utm parameters, and the name of a click id; NULL when there is none of them. */
function touchSql(has: (role: EventRole) => boolean): string | null {
  const names = ['utm_source', 'utm_medium', 'utm_campaign'] as const;
  const fromUrl = has('url');
  const columns = names.filter(has);
  if (!fromUrl && columns.length === 0) return null;
  const parts = names.map((name) => {
    // A part after the first is empty when the parameter is absent.
    const inUrl = fromUrl ? [`split_part(split_part(parameters, '&${name}=', 2), '&', 1)`] : [];
    return `coalesce(${[...(has(name) ? [name] : []), ...inUrl, "''"].join(', ')})`;
  });
  // Every click id but two ends in "id=".
  const mayHaveId = ['id=', 'gad_source=', 'epik='].map((sign) => `contains(parameters, '${sign}')`).join(' or ');
  const clickId = fromUrl
    ? `case when ${mayHaveId} then lower(regexp_extract(parameters, '(?i)&(${CLICK_ID_NAMES})=[^&]', 1)) else '' end`
    : `''`;
  // Most hits carry no parameter at all: decide that before any extraction.
  const tests = [...columns.map((name) => `${name} is not null`), ...(fromUrl ? [`contains(parameters, 'utm_')`, mayHaveId] : [])];
  return `case when ${tests.join(' or ')} then nullif(concat_ws(chr(31), ${parts.join(', ')}, ${clickId}), '${TOUCH_SEPARATOR.repeat(3)}') end`;
}

/**
 * Host of a referrer, lower case, without scheme, user and port; a bare host is taken as it is. The page before on the same site, nine in ten, and plain
 * addresses take the cheap way. `split_part` is not nested: the engine writes its argument out twice, and four levels of it cost a second of planning.
 */
function hostSql(origin: string | null): string {
  const third = `split_part(referrer, '/', 3)`;
  const own = origin === null ? '' : `when starts_with(referrer, $own_origin) then $own_host `;
  return `case when referrer is null then null ${own}else lower(nullif(
    case when (starts_with(referrer, 'https://') or starts_with(referrer, 'http://')) and not regexp_matches(${third}, '[:?#@]') then ${third}
    else regexp_extract(referrer, '^(?:(?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?(?:[^/?#@]*@)?([^/?#:]*)', 1) end, '')) end`;
}
