import { parse } from 'tldts';

/** A host taken apart. `suffix_is_public` is false for private suffixes such as myshopify.com, where the label before the suffix is anybody's choice. */
export interface HostParts {
  host: string;
  labels: readonly string[];
  domain: string | null;
  domain_label: string | null;
  suffix_is_public: boolean;
}

const OPTIONS = { allowPrivateDomains: true } as const;

/**
 * Takes a host (or a URL or `host:port`) apart: lower case, no trailing dot, no port.
 *
 * @returns the parts, or null when the text holds no host; IP addresses and `localhost` have a host and no domain. Never throws.
 */
export function hostParts(text: string): HostParts | null {
  const parsed = parse(text, OPTIONS);
  const host = parsed.hostname;
  if (host === null || host === '' || /[^\p{L}\p{N}\p{M}._:-]/u.test(host)) return null;
  return {
    host,
    labels: host.split('.'),
    domain: parsed.domain,
    domain_label: parsed.domainWithoutSuffix,
    suffix_is_public: parsed.isIcann === true || parsed.isPrivate !== true,
  };
}

/**
 * The registrable domain (public suffix plus one label) of a host, private suffixes counted as suffixes: `a.myshopify.com` is one shop's own domain.
 *
 * @returns the domain in lower case, or null for IP addresses, single labels, bare suffixes and text that is no host. Never throws.
 * @see https://publicsuffix.org, in the snapshot that ships with tldts
 */
export function registrableDomain(host: string): string | null {
  return hostParts(host)?.domain ?? null;
}
