import type { Side } from '../formats/recognise.ts';
import type { UnderstoodFile } from './assign-roles.ts';

/** Roles that a file has no column for while files like it have one. */
export interface RoleGap {
  file: string;
  side: Side;
  roles: string[];
  /** Roles that it has. */
  has: string[];
}

/** A role that different columns play in files that are alike. */
export interface RenamedRole {
  side: Side;
  role: string;
  /** Names of the columns, each with the files that have it. */
  columns: { name: string; files: string[] }[];
}

/** Chosen: a file of page views and one of searches share visitor and time only, and lack nothing beside each other. */
const ALIKE = 0.5;

/**
 * Compares the files of each side: an export that changed on some day has columns renamed or missing from there on. Files are alike when they share at least half
 * of the roles that either has; tables of sessions are compared with each other only.
 */
export function compareRoles(files: readonly Pick<UnderstoodFile, 'opened' | 'recognition'>[]): {
  gaps: RoleGap[];
  renamed: RenamedRole[];
} {
  const gaps: RoleGap[] = [];
  const renamed = new Map<string, RenamedRole>();
  for (const file of files) {
    const own = rolesOf(file);
    const alike = files.filter(
      (other) => other !== file && other.recognition.grain === file.recognition.grain && areAlike(own, rolesOf(other)),
    );
    const { side } = file.recognition;
    const missing = [...new Set(alike.flatMap((other) => [...rolesOf(other).keys()]))].filter((role) => !own.has(role)).sort();
    if (missing.length > 0) gaps.push({ file: file.opened.shown, side, roles: missing, has: [...own.keys()] });
    for (const [role, name] of own) {
      const isRenamed = alike.some((other) => isOther(rolesOf(other).get(role), name));
      if (!isRenamed) continue;
      const entry = renamed.get(`${side}.${role}`) ?? { side, role, columns: [] };
      renamed.set(`${side}.${role}`, entry);
      const column = entry.columns.find((known) => known.name === name);
      if (column) column.files.push(file.opened.shown);
      else entry.columns.push({ name, files: [file.opened.shown] });
    }
  }
  return { gaps, renamed: [...renamed.values()] };
}

function rolesOf({ recognition }: Pick<UnderstoodFile, 'recognition'>): Map<string, string> {
  return new Map(recognition.roles.map(({ role, name }) => [role, name]));
}

function areAlike(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  const shared = [...a.keys()].filter((role) => b.has(role)).length;
  return shared >= ALIKE * (a.size + b.size - shared);
}

/** Upper and lower case are one name: the same program writes both. */
function isOther(name: string | undefined, own: string): boolean {
  return name !== undefined && name.toLowerCase() !== own.toLowerCase();
}
