import * as z from 'zod/mini';
import { InputError } from '../errors.ts';
import { readSmallFile, type SmallFile } from '../io/read-small-file.ts';
import { checkEntry } from './check-entry.ts';

/** What a goal can be set for: a count or money, of the whole period or per week, or a share of 0 to 1. */
export const GOAL_KINDS = {
  visitors: 'count',
  sessions: 'count',
  cart_opening: 'share',
  cart_completion: 'share',
  checkout_completion: 'share',
  fulfilment: 'share',
  orders: 'count',
  revenue: 'money',
} as const;
export type GoalName = keyof typeof GOAL_KINDS;

/** One target. */
export interface Goal {
  goal: GoalName;
  target: number;
  /** null for shares: they have no length of time. */
  per: 'week' | 'period' | null;
  /** Currency of the target where the file says it; of money only. */
  currency: string | null;
}

/** The targets of a goals file, each goal once. */
export interface Goals {
  source: SmallFile;
  goals: Goal[];
}

const NAMES = Object.keys(GOAL_KINDS) as GoalName[];
const HINT = `A goal is one of ${NAMES.join(' ')}, with a target above 0 and, where it is no share, per week or per period; see docs/formats/goals.md.`;

const entrySchema = z.strictObject({
  goal: z.enum(NAMES),
  target: z.number().check(z.gt(0)),
  per: z.optional(z.enum(['week', 'period'])),
  currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/, 'must be three capital letters, as EUR'))),
});

interface Written {
  place: string;
  entry: Record<string, unknown>;
}

/**
 * Reads the targets of `--goals`: a JSON object with the goals as its keys, or a table with the columns goal, target, per and currency.
 *
 * @throws InputError with file and key, or file and line, for an unknown goal, a target that is no number above 0, a share above 1, a goal that stands twice
 */
export async function readGoals(path: string): Promise<Goals> {
  const source = await readSmallFile(path);
  const written =
    source.json === undefined ? source.rows.map(({ line, cells }) => fromRow(path, line, cells)) : fromJson(path, source.json);
  const goals: Goal[] = [];
  for (const { place, entry } of written) {
    const goal = toGoal(place, checkEntry(entrySchema, { ...entry, target: toNumber(entry.target) }, place, HINT));
    if (goals.some((other) => other.goal === goal.goal))
      throw new InputError(`${place}: ${goal.goal} stands there twice`, { hint: 'Leave one of the two out.' });
    goals.push(goal);
  }
  if (goals.length === 0) throw new InputError(`${path} sets no goal`, { hint: HINT });
  return { source, goals };
}

/**
 * Demands that a goal for revenue is in the currency of the orders.
 *
 * @param currency - that of the report; null where nothing says it
 * @throws InputError when it is in another one
 */
export function demandCurrency({ goals, source }: Goals, currency: string | null): void {
  const other = goals.find((goal) => goal.currency !== null && currency !== null && goal.currency !== currency);
  if (other === undefined) return;
  throw new InputError(`${source.file}: the goal for revenue is in ${other.currency}, but the orders are in ${currency}`, {
    hint: 'Write the target in the currency of the orders.',
  });
}

function fromRow(path: string, line: number, cells: Readonly<Record<string, string>>): Written {
  return { place: `${path}, line ${line}`, entry: cells };
}

function fromJson(path: string, json: unknown): Written[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new InputError(`${path} must be an object with the goals as its keys`, { hint: HINT });
  return Object.entries(json).map(([goal, value]) => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return { place: `${path}, ${goal}`, entry: { ...(isObject ? value : { target: value }), goal } };
  });
}

function toGoal(place: string, { goal, target, per, currency }: z.infer<typeof entrySchema>): Goal {
  const kind = GOAL_KINDS[goal];
  if (kind === 'share' && target > 1)
    throw new InputError(`${place}, target ${target} must be a share from 0 to 1`, { hint: 'Write 0.6 or 60% for sixty of a hundred.' });
  if (kind === 'share' && per !== undefined)
    throw new InputError(`${place}, per "${per}": ${goal} is a share and has no length of time`, { hint: 'Leave per out there.' });
  if (kind !== 'money' && currency !== undefined)
    throw new InputError(`${place}, currency "${currency}": ${goal} is no money`, { hint: 'Leave currency out there.' });
  return { goal, target, per: kind === 'share' ? null : (per ?? 'week'), currency: currency ?? null };
}

/** `1200`, `0.6`, `60%`, `60 %` as numbers; anything else as it is, for the check to refuse. */
function toNumber(target: unknown): unknown {
  const parts = typeof target === 'string' ? /^(\d+(?:\.\d+)?)(\s?%)?$/.exec(target) : null;
  if (parts === null) return target;
  return parts[2] === undefined ? Number(parts[1]) : Number(parts[1]) / 100;
}
