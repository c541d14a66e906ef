import type { Field } from '../fields.ts';
import type { EventRole, OrderRole } from '../roles.ts';

/** A `Field` by the names of columns, as `normaliseName` gives them; what a file has not is left out of it. */
export type Recipe =
  | string
  /** The first of which the file has the columns; `first` chooses record by record. */
  | { either: readonly Recipe[] }
  | { first: readonly Recipe[] }
  | { join: readonly Recipe[]; sign: string }
  | { text: string }
  | { decoded: Recipe }
  | { json: Recipe; path: readonly (string | number)[] }
  | { param: Recipe; key: string }
  | { if: Recipe; matches: string; yes: Recipe; no?: Recipe };

/** An export of a platform, as data: how it is told from others, and which of its columns play which role. */
export interface Platform {
  /** As `inspect` and the report name it, and its page in docs/formats/. */
  id: string;
  /** In words, as "GA4 BigQuery export". */
  name: string;
  side: 'events' | 'orders';
  /** Names of which the header has one each, as `normaliseName` gives them; `*` at the end stands for anything. */
  has: readonly (readonly string[])[];
  /** Names of which the header has none. */
  lacks?: readonly string[];
  roles: Partial<Record<EventRole | OrderRole, Recipe>>;
  /** Names that play no role here, whatever they mean elsewhere. */
  unused?: readonly string[];
  /** Times without an offset are UTC, whatever the shop's zone is. */
  is_utc?: boolean;
  /** Most of its referrers are pages of the site itself, whose host stands nowhere else. */
  names_own_pages_as_referrers?: boolean;
  /** How its dates are written where they do not show it. */
  date_order?: 'dmy' | 'mdy';
  /** See `OrderFile.lines`. */
  lines?: 'first' | 'sum';
  /** What makes a report less sure, whatever it says: stands in the report too. */
  warning?: string;
  /** What the export cannot tell, or tells otherwise than one would think; sentences. */
  caveats: readonly string[];
}

/** Position of a column by its name; undefined when the file has none of that name. */
export type ColumnOf = (name: string) => number | undefined;

/**
 * The platform whose marks a header has; of several, the one that asks for most.
 *
 * @param names - as `normaliseName` gives them
 * @param side - what the file was given as; null to find out
 */
export function findPlatform(
  platforms: readonly Platform[],
  names: readonly string[],
  side: 'events' | 'orders' | null,
): Platform | undefined {
  const hasOne = (mark: string) => (mark.endsWith('*') ? names.some((name) => name.startsWith(mark.slice(0, -1))) : names.includes(mark));
  return platforms
    .filter((platform) => side === null || platform.side === side)
    .filter(({ has, lacks }) => has.every((group) => group.some(hasOne)) && !(lacks ?? []).some(hasOne))
    .reduce<Platform | undefined>(
      (best, platform) => (best === undefined || platform.has.length > best.has.length ? platform : best),
      undefined,
    );
}

/** The field that a recipe makes of the columns of a file; undefined when nothing of it is there. */
export function fieldOf(recipe: Recipe, columnOf: ColumnOf): Field | undefined {
  if (typeof recipe === 'string') return columnOf(recipe);
  if ('text' in recipe) return recipe;
  if ('decoded' in recipe) {
    const decoded = fieldOf(recipe.decoded, columnOf);
    return decoded === undefined ? undefined : { decoded };
  }
  if ('either' in recipe) return recipe.either.map((inner) => fieldOf(inner, columnOf)).find((field) => field !== undefined);
  if ('first' in recipe) {
    const fields = recipe.first.map((inner) => fieldOf(inner, columnOf)).filter((field) => field !== undefined);
    return fields.length > 1 ? { first: fields } : fields[0];
  }
  if ('join' in recipe) {
    const fields = recipe.join.map((inner) => fieldOf(inner, columnOf));
    return fields.includes(undefined) ? undefined : { join: fields as Field[], sign: recipe.sign };
  }
  if ('json' in recipe) {
    const json = fieldOf(recipe.json, columnOf);
    return json === undefined ? undefined : { json, path: recipe.path };
  }
  if ('param' in recipe) {
    const param = fieldOf(recipe.param, columnOf);
    return param === undefined ? undefined : { param, key: recipe.key };
  }
  const [asked, yes] = [fieldOf(recipe.if, columnOf), fieldOf(recipe.yes, columnOf)];
  const no = recipe.no === undefined ? undefined : fieldOf(recipe.no, columnOf);
  if (asked === undefined || yes === undefined) return no;
  return { if: asked, matches: recipe.matches, yes, no: no ?? null };
}
