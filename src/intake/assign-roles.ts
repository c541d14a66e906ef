import type { Engine } from '../engine/engine.ts';
import type { EventFile, MoneyReading, OrderFile, SourceFile } from '../engine/sources.ts';
import { InputError } from '../errors.ts';
import { type Field, fieldText } from '../fields.ts';
import { type Recognition, recognise, type Table } from '../formats/recognise.ts';
import { chooseMoneyReading } from './choose-money-reading.ts';
import { chooseTimeReading, type ReadingSettings, type TimeChoice } from './choose-reading.ts';
import { chooseRoutes } from './choose-routes.ts';
import { type DecidedColumns, demandRoles } from './demand-roles.ts';
import { jsonFields, readJsonFields } from './json-fields.ts';
import type { OpenedFile } from './open-files.ts';

/** A file with its columns understood: what `inspect` shows and what the engine gets. */
export interface UnderstoodFile {
  opened: OpenedFile;
  recognition: Recognition;
  source: SourceFile;
  time: TimeChoice | null;
  event: EventFile | null;
  order: OrderFile | null;
}

export interface RoleSettings extends ReadingSettings {
  columns: DecidedColumns;
  /** Files of the orders export; with them, money in the clickstream counts for nothing. */
  orders?: readonly string[];
}

/** Header and sample of a file, whatever its kind, and what it is recognised as. Nothing is demanded yet. */
export async function lookAtFile(
  engine: Engine,
  opened: OpenedFile,
  side: 'events' | 'orders' | null,
  columns: RoleSettings['columns'],
): Promise<{ source: SourceFile; recognition: Recognition; sample: (string | null)[][]; table: Table }> {
  const base = {
    id: opened.id,
    path: opened.path,
    kind: opened.kind,
    compression: opened.compression === 'gzip' ? ('gzip' as const) : ('none' as const),
    parallel: true,
  };
  let source: SourceFile;
  let sample: (string | null)[][];
  if (opened.kind === 'csv') {
    source = { ...base, columns: opened.csv!.header, csv: { delimiter: opened.csv!.delimiter, skip_lines: opened.skip_lines } };
    sample = opened.csv!.sample;
  } else if (opened.kind === 'log_lines') {
    const { columns: names, form } = opened.log!;
    source = { ...base, columns: names, csv: null, log: { form, skip_lines: opened.skip_lines } };
    sample = await engine.sample(source, 500);
  } else {
    const flat = opened.kind === 'parquet' ? await engine.columnsOf(opened.path) : await readJsonFields(opened.path);
    const names = flat ?? jsonFields(await engine.jsonSample(opened.path, 1000));
    source = { ...base, columns: names, csv: null, nested: flat === null };
    sample = await engine.sample(source, 500);
  }
  const table = { file: opened.original, header: source.columns, sample, preamble: opened.csv?.preamble ?? opened.log?.preamble ?? [] };
  let recognition = recognise(table, side);
  const decided = columns[recognition.side];
  if (decided !== undefined) recognition = recognise(table, recognition.side, decided);
  return { source, recognition, sample, table };
}

/**
 * Demands that a file can play its part: no ambiguity, the roles that are needed, times and amounts that can be read.
 * @throws InputError with the candidates and the flag that decides
 */
export async function understandFile(engine: Engine, opened: OpenedFile, settings: RoleSettings): Promise<UnderstoodFile> {
  const { source, recognition, sample, table } = await lookAtFile(engine, opened, opened.side, settings.columns);
  demandRoles(opened, table, recognition);
  const [ambiguity] = recognition.ambiguities;
  if (ambiguity) {
    const candidates = ambiguity.candidates
      .map(({ name, examples }) => `"${name}" (${examples.map((text) => `${text}`).join(', ')})`)
      .join(' or ');
    throw new InputError(`${opened.shown}: the ${ambiguity.role} could be ${candidates}`, {
      hint: `Say which: --column ${opened.side}.${ambiguity.role}=${ambiguity.candidates[0]!.name}`,
    });
  }
  const find = (role: string) => recognition.roles.find((finding) => finding.role === role);
  const cells = (role: string) => {
    const field = find(role)?.field;
    return field === undefined ? [] : sample.map((record) => fieldText(field, record) ?? '');
  };
  const at = find('time');
  const { is_utc: isUtc = false, date_order } = recognition.platform ?? {};
  const told = { ...settings, date_order: settings.date_order ?? date_order ?? null, time_zone: isUtc ? 'UTC' : settings.time_zone };
  const read =
    at && (await chooseTimeReading(engine, source, { field: at.field, name: at.name, shown: opened.shown }, cells('time'), told));
  const time = read ? { ...read, naive: read.naive && !isUtc } : null;
  const money = moneyReading(opened, recognition, cells, settings);
  const roles = fieldsByRole(recognition);
  const reading = time?.reading ?? { kind: 'iso' as const, time_zone: 'UTC' };
  const event: EventFile | null =
    recognition.side === 'events'
      ? {
          ...source,
          roles,
          time: reading,
          money,
          grain: recognition.grain === 'sessions' ? 'sessions' : 'hits',
          routes: chooseRoutes(cells('url')),
          origin:
            commonOrigin(cells('url')) ?? (recognition.platform?.names_own_pages_as_referrers ? commonOrigin(cells('referrer')) : null),
        }
      : null;
  const order: OrderFile | null =
    recognition.side === 'orders'
      ? { ...source, roles, time: reading, money, lines: recognition.platform?.lines ?? null, sales_channel: opened.sales_channel }
      : null;
  return { opened, recognition, source, time, event, order };
}

function fieldsByRole({ roles }: Recognition): Record<string, Field> {
  return Object.fromEntries(roles.map(({ role, field }) => [role, field]));
}

/** How the amounts of a file are written. Money of hits is asked about only where orders come from the hits. */
function moneyReading(
  opened: OpenedFile,
  recognition: Recognition,
  cells: (role: string) => string[],
  settings: RoleSettings,
): MoneyReading {
  const wanted = recognition.side === 'orders' ? ['revenue', 'refunded_amount'] : (settings.orders ?? []).length > 0 ? [] : ['value'];
  const columns = recognition.roles.filter((finding) => wanted.includes(finding.role));
  const names = columns.map((finding) => `"${finding.name}"`).join(', ');
  const where = `${opened.shown}, ${columns.length > 1 ? 'columns' : 'column'} ${names}`;
  return chooseMoneyReading(
    columns.flatMap((finding) => cells(finding.role)),
    where,
    settings,
    opened.kind !== 'csv',
  );
}

/** `https://host/` of most addresses; only plain hosts, so that nothing else can begin with it. */
function commonOrigin(addresses: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const address of addresses) {
    const origin = /^https?:\/\/[A-Za-z0-9.-]+\//.exec(address)?.[0];
    if (origin !== undefined) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? null;
}

/**
 * A login column such as `user_id` is the visitor where the clickstream has no better one, and the customer where it has. The orders export follows the
 * clickstream: one name, one meaning. A meaning set by option stays.
 */
export function harmoniseRoles(files: readonly UnderstoodFile[]): void {
  const customer = files.flatMap((file) => (file.event ? file.recognition.roles : [])).find((finding) => finding.role === 'customer_id');
  if (customer === undefined) return;
  for (const { recognition, order } of files) {
    const visitor = recognition.roles.find((finding) => finding.role === 'visitor_id');
    if (
      order === null ||
      visitor === undefined ||
      visitor.why === 'set by option' ||
      visitor.name.toLowerCase() !== customer.name.toLowerCase()
    )
      continue;
    visitor.role = 'customer_id';
    order.roles = fieldsByRole(recognition);
  }
}
