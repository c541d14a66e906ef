import type * as zod from 'zod/mini';
import { EVENT_ROLES, ORDER_ROLES } from '../roles.ts';
import { parseBand, parseDate, parseMinutes, parsePair, parseShare, parseWhole } from './parse-values.ts';

type Zod = typeof zod;

/** One option, declared once: help, config check, JSON schema and the README's table are made from this. */
export interface OptionSpec {
  /** Made with the library handed in, so that `--help` need not load it. */
  schema: (z: Zod) => zod.ZodMiniType;
  /** One sentence; ends with the default in brackets where there is one. */
  help: string;
  /** The flag as commander writes it; null for what only the config file can say. */
  flag: string | null;
  /** Text of one flag to its value; a repeatable flag collects the results. */
  parse?: (text: string) => unknown;
  repeatable?: boolean;
  fallback?: unknown;
}

/** Groups of pages; `checkout` is any step of the checkout that is neither shipping nor billing. */
export const PAGE_GROUPS = [
  'home',
  'products',
  'product',
  'search',
  'cart',
  'checkout',
  'shipping',
  'billing',
  'thank-you',
  'account',
  'error',
  'content',
  'other',
] as const;

/** Steps that a funnel can have. */
const FUNNEL_STEPS = ['landing', 'products', 'product', 'cart', 'checkout', 'shipping', 'billing', 'thank-you'] as const;

const whole = (z: Zod, low: number, high: number) => z.number().check(z.int(), z.gte(low), z.lte(high));
const columnNames = (z: Zod, roles: Record<string, string>) => z.partialRecord(z.enum(Object.keys(roles)), z.nullable(z.string()));
const zone = (z: Zod) =>
  z.string().check(
    z.refine((name) => {
      try {
        return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
      } catch {
        return false;
      }
    }, 'is not a time zone; write a name such as Europe/Berlin'),
  );

/** Every option of a diagnosis. Order = order in the help. */
export const OPTIONS = {
  events: {
    schema: (z) => z.array(z.string()),
    flag: '--events <file...>',
    repeatable: true,
    help: 'Clickstream export: files, patterns or - for standard input; CSV, TSV, JSON lines, Parquet, also gzipped.',
    fallback: [],
  },
  orders: {
    schema: (z) => z.array(z.string()),
    flag: '--orders <file...>',
    repeatable: true,
    help: 'Orders export: files or patterns, store=FILE or phone=FILE for orders placed elsewhere; without one, orders are taken from purchase events or confirmation pages.',
    fallback: [],
  },
  output: {
    schema: (z) => z.array(z.string()),
    flag: '-o, --output <file...>',
    repeatable: true,
    help: 'Write the report to a file; the ending decides the format (.json, .md, .txt). Can be given several times.',
    fallback: [],
  },
  format: {
    schema: (z) => z.enum(['terminal', 'markdown', 'json']),
    flag: '--format <name>',
    help: 'Format on standard output: terminal, markdown, json (default: terminal).',
    fallback: 'terminal',
  },
  full: { schema: (z) => z.boolean(), flag: '--full', help: 'Show every row and section, not only the top ones.', fallback: false },
  from: {
    schema: (z) => z.nullable(z.iso.date()),
    flag: '--from <date>',
    parse: parseDate,
    help: 'First day to use, as 2026-11-02.',
    fallback: null,
  },
  to: {
    schema: (z) => z.nullable(z.iso.date()),
    flag: '--to <date>',
    parse: parseDate,
    help: 'Last day to use, as 2026-11-08 (that day included).',
    fallback: null,
  },
  time_zone: {
    schema: (z) => z.nullable(zone(z)),
    flag: '--time-zone <zone>',
    help: 'Zone of times without an offset and of the days in --from and --to, as Europe/Berlin (default: UTC, with a caveat where it matters).',
    fallback: null,
  },
  dwell: {
    schema: (z) => z.strictObject({ from_seconds: whole(z, 0, 86_400), to_seconds: whole(z, 1, 86_400) }),
    flag: '--dwell <band>',
    parse: parseBand,
    help: 'Looking time of the shoppers in question, both ends in, as 2m..7m (default: 2m..7m).',
    fallback: { from_seconds: 120, to_seconds: 420 },
  },
  dwell_basis: {
    schema: (z) => z.enum(['looking', 'session']),
    flag: '--dwell-basis <basis>',
    help: 'What the band measures: looking (first hit to cart, checkout or end) or session (first to last hit; for comparison only) (default: looking).',
    fallback: 'looking',
  },
  session_gap_minutes: {
    schema: (z) => whole(z, 1, 1440),
    flag: '--session-gap <duration>',
    parse: parseMinutes,
    help: 'Silence that ends a session where the export has no session id, as 30m (default: 30m).',
    fallback: 30,
  },
  session_source: {
    schema: (z) => z.enum(['native', 'rebuild']),
    flag: '--session-source <source>',
    help: 'Use the export’s session ids where it has them (native) or rebuild all sessions from gaps (rebuild) (default: native).',
    fallback: 'native',
  },
  grace_days: {
    schema: (z) => whole(z, 0, 90),
    flag: '--grace-days <days>',
    parse: parseWhole,
    help: 'An order by the same visitor within so many days after a session is a purchase, not an abandonment (default: 7).',
    fallback: 7,
  },
  bots: {
    schema: (z) => z.enum(['exclude', 'include', 'only']),
    flag: '--bots <what>',
    help: 'Sessions flagged as bots: exclude, include, or only them (default: exclude).',
    fallback: 'exclude',
  },
  currency: {
    schema: (z) => z.nullable(z.string().check(z.regex(/^[A-Z]{3}$/, 'must be three capital letters, as EUR'))),
    flag: '--currency <code>',
    help: 'Currency of the orders where the export does not say, as EUR; with --rates, that of the report.',
    fallback: null,
  },
  rates: {
    schema: (z) => z.nullable(z.string()),
    flag: '--rates <file>',
    help: 'Rates to convert orders in other currencies to --currency: CSV with the columns currency, rate and, where they change, date.',
    fallback: null,
  },
  delimiter: {
    schema: (z) => z.nullable(z.enum([',', ';', '\t', '|'])),
    flag: '--delimiter <sign>',
    parse: (text: string) => (text === 'tab' || text === '\\t' ? '\t' : text),
    help: 'Sign between fields where it cannot be told: , ; | or tab.',
    fallback: null,
  },
  date_order: {
    schema: (z) => z.nullable(z.enum(['dmy', 'mdy'])),
    flag: '--date-order <order>',
    help: 'Order of day and month in dates such as 03/04/2026, where the file leaves it open: dmy or mdy.',
    fallback: null,
  },
  decimal: {
    schema: (z) => z.nullable(z.enum(['point', 'comma'])),
    flag: '--decimal <sign>',
    help: 'Decimal sign in amounts such as 1,234, where the file leaves it open: point or comma.',
    fallback: null,
  },
  columns: {
    schema: (z) => z.strictObject({ events: z.optional(columnNames(z, EVENT_ROLES)), orders: z.optional(columnNames(z, ORDER_ROLES)) }),
    flag: '--column <role=name...>',
    repeatable: true,
    parse: parsePair,
    help: 'Column of a role, as events.visitor_id=client_id or orders.revenue=total; an empty name says the export has none.',
    fallback: {},
  },
  site_domains: {
    schema: (z) => z.array(z.string()),
    flag: '--site-domain <domain...>',
    repeatable: true,
    help: 'Own domains; referrers from them are no source (default: the hosts of the pages).',
    fallback: [],
  },
  pages: {
    schema: (z) => z.record(z.string(), z.enum(PAGE_GROUPS)),
    flag: null,
    help: 'Page groups by page key, as { "/the-bear": "product" }; a key may end in * .',
    fallback: {},
  },
  page_keys: {
    schema: (z) => z.record(z.string(), z.string()),
    flag: null,
    help: 'Page keys by path, as { "/shop/*/buy": "/shop/:id/buy" }; * stands for one part of the path.',
    fallback: {},
  },
  funnel: {
    schema: (z) => z.nullable(z.array(z.enum(FUNNEL_STEPS)).check(z.minLength(2))),
    flag: null,
    help: 'Steps of the funnel in order, as page groups (default: those the pages show).',
    fallback: null,
  },
  max_rejected_share: {
    schema: (z) => z.number().check(z.gte(0), z.lte(1)),
    flag: '--max-rejected <share>',
    parse: parseShare,
    help: 'Stop when more than this share of a file’s rows cannot be read, 0 to 1 (default: 0.05).',
    fallback: 0.05,
  },
  rejects: {
    schema: (z) => z.nullable(z.string()),
    flag: '--rejects <file>',
    help: 'Write the rejected rows (file, line, reason) to this CSV file.',
    fallback: null,
  },
  threads: {
    schema: (z) => whole(z, 1, 256),
    flag: '--threads <number>',
    parse: parseWhole,
    help: 'Threads of the engine; results do not depend on it (default: all cores).',
  },
  memory_mb: {
    schema: (z) => whole(z, 512, 1_048_576),
    flag: '--memory <mb>',
    parse: parseWhole,
    help: 'Memory the engine may use in MB, at least 512; more is spilled to disk (default: 2048, or half of the machine’s when that is less).',
  },
  engine: {
    schema: (z) => z.enum(['duckdb']),
    flag: '--engine <name>',
    help: 'Engine that computes the tables (default: duckdb).',
    fallback: 'duckdb',
  },
} as const satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof OPTIONS;

/** The options of a run, after flags, environment, config file and defaults. */
export type Options = { -readonly [Name in OptionName]: zod.infer<ReturnType<(typeof OPTIONS)[Name]['schema']>> };

/** The config file: any of the options that make sense there; unknown keys are errors. */
export function configSchema(z: Zod): zod.ZodMiniType {
  const keys = Object.entries(OPTIONS).map(([name, spec]) => [name, z.optional((spec as OptionSpec).schema(z))] as const);
  return z.strictObject({ $schema: z.optional(z.string()), ...Object.fromEntries(keys) });
}
