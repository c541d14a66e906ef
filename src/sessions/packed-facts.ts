/** Small whole numbers that share one INTEGER column: every column of a large table costs time, whatever it holds. */
export interface PackedFacts<Name extends string> {
  /** What a fact of 1 adds to the packed number. */
  readonly unit: Readonly<Record<Name, number>>;
  /** SQL for a fact, over a column of packed numbers. */
  sql(name: Name, packed: string): string;
  /** SQL for all facts as columns of their names. */
  columns(packed: string): string;
}

/**
 * Lays out facts in a column, the first one in the lowest place.
 *
 * @param counts - how many values each fact can have, from 0 on; their product is at most 2^31
 */
export function packFacts<const Name extends string>(counts: Readonly<Record<Name, number>>): PackedFacts<Name> {
  const names = Object.keys(counts) as Name[];
  let size = 1;
  const unit = {} as Record<Name, number>;
  for (const name of names) {
    unit[name] = size;
    size *= counts[name];
  }
  if (size > 2 ** 31) throw new RangeError(`facts with ${size} combinations do not fit into one column`);
  const sql = (name: Name, packed: string) => `cast(floor(${packed} / ${unit[name]}) as integer) % ${counts[name]}`;
  return { unit, sql, columns: (packed) => names.map((name) => `${sql(name, packed)} as ${name}`).join(', ') };
}
