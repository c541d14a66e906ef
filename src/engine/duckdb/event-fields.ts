import type { EventRole } from '../../roles.ts';
import type { Values } from '../query.ts';
import { BOT_FLAG, type EventFile, type Routes } from '../sources.ts';
import { brokenLine, sourceRelation } from './read-source.ts';
import { orderIdSql } from './readings.ts';

/** A statement and the values bound in it. */
export interface Sql {
  sql: string;
  values: Values;
}

/** Texts that are numbered once and classified as distinct values, outside the engine. */
export const TEXT_KINDS = ['path', 'touch', 'host', 'agent', 'event', 'device'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/** Sign between the columns of a touch and its parameters: cannot occur in a URL. */
const TOUCH_SEPARATOR = '\u001f';

/**
 * Parameters that tell where a hit came from: campaign tags with their values, and advertising click ids, of whose value one character is read: it says that
 * there is one.
 */
const TOUCH_PARAMETERS =
  '(?i)[?&](?:utm_(?:source|medium|campaign)=[^&#]*|(?:gclid|gbraid|wbraid|dclid|gad_source|srsltid|fbclid|msclkid|ttclid|twclid|li_fat_id|igshid|epik|rdt_cid|sccid|yclid|mc_cid)=[^&#])';

export interface EventFields {
  /** Relation with a column per role of the file (named like the role) and `query_part`, the address from its question mark on. */
  from: string;
  values: Values;
  /** SQL for the text of each kind over that relation; null where the file cannot have it. A touch may be a list of texts instead. */
  texts: Record<TextKind, string | null>;
  /** Whether it is: joining the texts is left to where it happens once for all equal ones. */
  touchIsList: boolean;
  /** SQL for what was searched for and for the id of an order, likewise. */
  term: string | null;
  order: string | null;
  has(role: EventRole): boolean;
}

/**
 * How each field of an event is read from a file: the SQL behind both passes, the one that stages hits and the one that collects texts.
 * Cells are named in one layer, addresses cut in the next, what is looked for in them found in a third: written out in place, an expression is evaluated as
 * often as it stands there, and `nullif` alone writes its argument out twice.
 */
export function eventFields(file: EventFile): EventFields {
  const relation = sourceRelation(file);
  const has = (role: EventRole) => file.roles[role] !== undefined;
  const roles = Object.keys(file.roles) as EventRole[];
  const broken = brokenLine(file) === null ? [] : ['line is null as is_broken'];
  const cells = `select ${[...broken, ...roles.map((role) => `${relation.text(file.roles[role])} as ${role}`), '1 as one'].join(', ')} from ${relation.from}`;
  const ownPage = file.origin === null ? '' : 'when starts_with(referrer, $own_origin) then null ';
  const parts = [
    has('url') ? `case when contains(url, '?') then substr(url, instr(url, '?')) end as query_part` : 'cast(null as varchar) as query_part',
    ...(has('url') ? [`case when contains(url, '?') then split_part(url, '?', 1) else url end as path_part`] : []),
    ...(has('referrer') ? [`case ${ownPage}when true then split_part(referrer, '/', 3) end as referrer_part`] : []),
  ];
  const touch = touchSql(has);
  const hasTouchColumns = TOUCH_COLUMNS.some(has);
  const found = [
    ...(has('url')
      ? [
          `${pathSql(file.routes ?? null)} as found_path`,
          `${parameterSql(TERM_PARAMETERS)} as found_term`,
          `case when contains(query_part, 'order') or contains(query_part, 'transaction') then ${parameterSql(ORDER_PARAMETERS)} end as found_order`,
        ]
      : []),
    ...(touch === null ? [] : [`${touch} as found_touch`]),
    ...(has('referrer') ? [`${hostSql(file.origin)} as found_host`] : []),
  ];
  const filled = (name: string, empty = '') => `nullif(found_${name}, '${empty}')`;
  const orders = [...(has('order_id') ? ['order_id'] : []), ...(has('url') ? [filled('order')] : [])];
  return {
    from: `(select ${['*', ...found].join(', ')} from (select ${['*', ...parts].join(', ')} from (${cells})))`,
    values: has('referrer') && file.origin !== null ? { ...relation.values, ...originValues(file.origin) } : relation.values,
    has,
    touchIsList: touch !== null && !hasTouchColumns,
    texts: {
      path: has('url') ? filled('path') : pathOfEvent(has),
      touch: touch === null ? null : hasTouchColumns ? filled('touch', TOUCH_SEPARATOR.repeat(TOUCH_COLUMNS.length)) : 'found_touch',
      host: has('referrer') ? filled('host') : null,
      agent: agentSql(has),
      event: has('event_name') ? 'event_name' : null,
      device: has('device') ? 'device' : null,
    },
    term: has('search_term') ? 'search_term' : has('url') ? filled('term') : null,
    order: orders.length === 0 ? null : orderIdSql(orders.length === 1 ? orders[0]! : `coalesce(${orders.join(', ')})`),
  };
}

/** The path of an address, or what stands in its place, with the host that it had. */
function pathSql(routes: Routes | null): string {
  const path = `case when contains(path_part, '#') then split_part(path_part, '#', 1) else path_part end`;
  if (routes === null) return path;
  if (routes.in === 'fragment')
    return `case when contains(url, '#/') or contains(url, '#!/') then regexp_replace(url, '^((?:[A-Za-z]+://[^/?#]*)?)[^#]*#!?(/[^?#]*).*$', '\\1\\2') else ${path} end`;
  const value = parameterSql([routes.name]);
  return `case when ${value} <> '' then concat(rtrim(${path}, '/'), '/', ${value}) else ${path} end`;
}

/** First value of a URL parameter; NULL without parameters, empty when absent. */
function parameterSql(names: readonly string[]): string {
  return `regexp_extract(query_part, '[?&](?:${names.join('|')})=([^&#]*)', 1)`;
}

const TERM_PARAMETERS = ['q', 'query', 's', 'search', 'search_term', 'suche', 'keyword'];
const ORDER_PARAMETERS = ['order_id', 'order', 'orderid', 'order_number', 'transaction_id'];
const TOUCH_COLUMNS = ['utm_source', 'utm_medium', 'utm_campaign'] as const;

function originValues(origin: string): Values {
  return { own_origin: origin, own_host: origin.split('/')[2]!.toLowerCase() };
}

/** The user agent, marked where a column of the export says that the hit is a bot's: yes in some way, or a number above 0 (Adobe's `exclude_hit`). */
function agentSql(has: (role: EventRole) => boolean): string | null {
  const agent = has('user_agent') ? 'user_agent' : null;
  if (!has('is_bot')) return agent;
  const isFlagged = `lower(is_bot) in ('true', 't', 'yes', 'y', 'bot', 'robot', 'spider', 'crawler') or try_cast(is_bot as double) > 0`;
  return `case when ${isFlagged} then concat(chr(${BOT_FLAG.charCodeAt(0)}), ${agent ?? `''`}) else ${agent ?? 'null'} end`;
}

function pathOfEvent(has: (role: EventRole) => boolean): string | null {
  if (!has('event_name')) return null;
  return has('product_id') ? `concat_ws('/', event_name, product_id)` : 'event_name';
}

/**
 * The parameters of an address that tell where a hit came from, as they stand there: one expression finds them all, and they are taken apart where they are
 * classified, see `read-touch.ts`. With source, medium or campaign columns: a text of these and the parameters. NULL or empty when there is none of them.
 */
function touchSql(has: (role: EventRole) => boolean): string | null {
  // Most hits carry no such parameter at all: decide that first. Every click id but two ends in "id=".
  const guard = ['utm_', 'id=', 'gad_source=', 'epik='].map((sign) => `contains(query_part, '${sign}')`).join(' or ');
  const inAddress = has('url') ? `case when ${guard} then regexp_extract_all(query_part, '${TOUCH_PARAMETERS}') end` : null;
  if (!TOUCH_COLUMNS.some(has)) return inAddress;
  const columns = TOUCH_COLUMNS.map((name) => (has(name) ? `coalesce(${name}, '')` : `''`));
  return `concat_ws(chr(31), ${columns.join(', ')}, ${inAddress === null ? `''` : `coalesce(array_to_string(${inAddress}, ''), '')`})`;
}

/**
 * Host of a referrer, lower case, without scheme, user and port; a bare host is taken as it is. The page before on the same site, nine in ten, and plain
 * addresses take the cheap way. `split_part` is not nested: the engine writes its argument out twice, and four levels of it cost a second of planning.
 */
function hostSql(origin: string | null): string {
  const own = origin === null ? '' : 'when referrer_part is null then $own_host ';
  return `case when referrer is null then null ${own}
    when (starts_with(referrer, 'https://') or starts_with(referrer, 'http://')) and not regexp_matches(referrer_part, '[:?#@]') then lower(referrer_part)
    else lower(regexp_extract(referrer, '^(?:(?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?(?:[^/?#@]*@)?([^/?#:]*)', 1)) end`;
}
