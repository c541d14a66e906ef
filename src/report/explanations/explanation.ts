/** What kind of thing a term is: a call of the verdict or a part of it, a number, a friction signal, a step of the method, a test of the result. */
export type ExplanationKind = 'verdict' | 'metric' | 'signal' | 'method' | 'check';

/** What one term of the report means; every text is whole sentences or a formula in plain signs, and none is empty. */
export interface Explanation {
  /** The key in `report.json` where it has one, else a name of the same form: small letters and `_`. */
  term: string;
  /** Other names that find the entry, in the same form: keys that are explained together, values that the key can take. */
  also: readonly string[];
  title: string;
  kind: ExplanationKind;
  /** One or two sentences for an analyst. */
  what: string;
  /** `×`, `/`, `−` and words; no other signs, so that a terminal without them shows it too. */
  formula: string;
  /** Unit and denominator. */
  unit: string;
  /** What it must not be read as. */
  caveat: string;
  /** The paper behind it, or that it is a rule of midfunnel. */
  source: string;
  /** Where it stands in `report.json`. */
  where: string;
}

/** An entry as it is written down: the term is its key in a record, the kind that of its file. */
export type ExplanationText = Omit<Explanation, 'term' | 'kind' | 'also'> & { also?: readonly string[] };

/** The entries of a record in its order. Keys are names: a record of all keys of a type has an entry for each of them, or does not compile. */
export function explanationsOf(kind: ExplanationKind, texts: Readonly<Record<string, ExplanationText>>): Explanation[] {
  return Object.entries(texts).map(([term, { also, title, what, formula, unit, caveat, source, where }]) => {
    return { term, also: also ?? [], title, kind, what, formula, unit, caveat, source, where };
  });
}
