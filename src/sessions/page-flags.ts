import { SMALL_WORDS } from './page-words.ts';

/** What an address says of its page beside its group; bits. */
export const PAGE_FLAGS = { dead_end: 1, registration: 2 } as const;

/**
 * Words of a path in the languages of `PAGE_WORDS`, lower case without accents, small words left out. Dead end: what the page was for is gone. Registration: a
 * visitor is asked to open an account. No word that is as often part of a product's name: `ended` (an open-ended spanner), `rupture`. Written from general knowledge of
 * how shops name their pages.
 */
const WORDS: Record<keyof typeof PAGE_FLAGS, string> = {
  dead_end: `sold-out soldout out-stock outofstock oos unavailable not-available no-longer-available discontinued expired sale-ended offer-ended
    ausverkauft vergriffen nicht-verfugbar nicht-verfuegbar nicht-lieferbar nicht-mehr-verfugbar epuise epuisee rupture-stock indisponible
    agotado agotada sin-existencias no-disponible esaurito esaurita non-disponibile uitverkocht niet-leverbaar niet-beschikbaar esgotado esgotada indisponivel`,
  registration: `register registration signup sign-up create-account account-create createaccount new-account new-customer join
    registrieren registrierung konto-anlegen konto-erstellen konto-eroffnen kundenkonto-anlegen neukunde anmeldung-neukunde
    inscription enregistrement creer-compte creation-compte nouveau-client registro registrarse registrate crear-cuenta nueva-cuenta
    registrazione registrati iscrizione crea-account creare-account registreren registratie account-aanmaken nieuwe-klant
    cadastro cadastrar criar-conta registar registo`,
};

const PHRASES = new Map(
  (Object.entries(WORDS) as [keyof typeof PAGE_FLAGS, string][]).flatMap(([flag, words]) =>
    words
      .trim()
      .split(/\s+/)
      .map((phrase) => [phrase, PAGE_FLAGS[flag]] as const),
  ),
);
const LONGEST = Math.max(...[...PHRASES.keys()].map((phrase) => phrase.split('-').length));

/**
 * The flags of an address, from whole words of its path.
 *
 * @param path - path or address without its query, as it stands in the export; accents may be percent-encoded
 * @returns bits of `PAGE_FLAGS`; 0 when nothing is said
 */
export function pageFlags(path: string): number {
  const words = folded(path)
    .replace(/^[a-z]+:\/\/[^/]*/, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !SMALL_WORDS.has(word));
  let flags = 0;
  for (let from = 0; from < words.length; from++) {
    for (let length = 1; length <= Math.min(LONGEST, words.length - from); length++) {
      flags |= PHRASES.get(length === 1 ? words[from]! : words.slice(from, from + length).join('-')) ?? 0;
    }
  }
  return flags;
}

function folded(path: string): string {
  const text = decoded(path).toLowerCase();
  return /[^!-~]/.test(text) ? text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss') : text;
}

function decoded(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
