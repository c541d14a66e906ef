import type { Engine } from '../engine/engine.ts';
import { defineQuery } from '../engine/query.ts';
import { InputError } from '../errors.ts';
import type { UnderstoodFile } from './assign-roles.ts';

const currencies = defineQuery({
  name: 'currencies',
  grain: 'one row per currency in the orders',
  columns: { currency: 'VARCHAR' },
  sql: 'select currency from staged_orders where problem = 0 and currency is not null group by currency order by currency',
});

/**
 * The one currency of the report: as the orders say in a column, else in the name of the revenue column, else as given; null when nothing says it.
 * @throws InputError when there are several: amounts of different currencies are never added
 */
export async function settleCurrency(engine: Engine, files: readonly UnderstoodFile[], given: string | null): Promise<string | null> {
  const named = files.flatMap((file) => (file.order && file.recognition.currency ? [file.recognition.currency] : []));
  const found = [...new Set([...(await engine.rows(currencies)).map((row) => row.currency!), ...named])].sort();
  if (found.length > 1) {
    throw new InputError(`the orders are in several currencies: ${found.join(', ')}`, {
      hint: 'Give their rates with --rates FILE and the currency of the report with --currency, or export the orders of one currency.',
    });
  }
  if (given !== null && found.length === 1 && found[0] !== given) {
    throw new InputError(`the orders are in ${found[0]}, but --currency says ${given}`, { hint: 'Leave --currency out.' });
  }
  return found[0] ?? given;
}
