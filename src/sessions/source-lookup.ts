import { type HostParts, hostParts } from './hosts.ts';
import { KNOWN_SOURCES, type SourceKind } from './known-sources.ts';

/** A source that the lists know: its short name and kind. */
export interface KnownSource {
  name: string;
  kind: SourceKind;
}

interface Entry extends KnownSource {
  narrow: boolean;
}

const BY_KEY = indexed();

/** Subdomains that do not change what a host is: www, mobile and link-out prefixes, countries and languages. */
const TRIVIAL_LABEL = /^(?:www?\d?|ww\d|m|mobile|touch|amp|l|lm|[a-z]{2}|[a-z]{2}-[a-z]{2})$/;

/**
 * Looks a source up in the known lists, by name ("google", "fb") or by host ("m.facebook.com", "www.google.co.uk").
 *
 * @param text - source as tagged, or referrer host; any case
 * @returns short name and kind, or null when the lists do not know it; never throws
 */
export function findSource(text: string): KnownSource | null {
  const plain = text.trim().toLowerCase();
  const exact = BY_KEY.get(plain);
  if (exact !== undefined) return exact;
  if (!plain.includes('.')) return null;
  const parts = hostParts(plain);
  return parts === null ? null : findHost(parts);
}

/** As `findSource`, for a host that is already taken apart. */
export function findHost({ labels, domain, domain_label, suffix_is_public, host }: HostParts): KnownSource | null {
  // Android apps name themselves backwards (com.google.android.gm), and .gm is a country: the whole host comes first.
  const app = BY_KEY.get(host);
  if (app !== undefined) return app;
  if (domain === null || domain_label === null) return null;
  const below = labels.length - domain.split('.').length;
  // Down to the last two labels: blogspot.com is a suffix of its own, and known.
  for (let i = 0; i <= labels.length - 2; i++) {
    const label = suffix_is_public && i <= below ? `${[...labels.slice(i, below), domain_label].join('.')}.*` : null;
    const entry = BY_KEY.get(labels.slice(i).join('.')) ?? (label === null ? undefined : BY_KEY.get(label));
    if (entry === undefined) continue;
    return entry.narrow && !labels.slice(0, i).every((prefix) => TRIVIAL_LABEL.test(prefix)) ? null : entry;
  }
  return labels[0] === 'webmail' ? { name: domain, kind: 'email' } : null;
}

function indexed(): ReadonlyMap<string, Entry> {
  const index = new Map<string, Entry>();
  for (const [kind, sources] of Object.entries(KNOWN_SOURCES) as [SourceKind, Record<string, string>][]) {
    for (const [name, keys] of Object.entries(sources)) {
      index.set(name, { name, kind, narrow: false });
      for (const key of keys.split(' ')) index.set(key.replace('!', ''), { name, kind, narrow: key.endsWith('!') });
    }
  }
  return index;
}
