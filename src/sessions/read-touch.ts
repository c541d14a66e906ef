import type { Touch } from './channels.ts';

export type TouchTags = Pick<Touch, 'utm_source' | 'utm_medium' | 'utm_campaign' | 'click_id'>;

/**
 * Source, medium, campaign and the name of a click id from a touch as the engine finds it: the parameters of the address as they stand there, or, with unit
 * separators between them, the three columns and those parameters. A filled column counts before the parameter; of several equal parameters the first
 * that is filled, percent-decoded once.
 */
export function readTouch(text: string | null): TouchTags {
  const parts = (text ?? '').split('\u001f');
  const parameters = parts
    .at(-1)!
    .split(/[?&]/)
    .map((parameter) => parameter.split(/=(.*)/s));
  const [source, medium, campaign] = parts.length > 1 ? parts : [];
  const inAddress = (wanted: string) => parameters.find(([name, value]) => name === wanted && value)?.[1];
  return {
    utm_source: decoded(source || inAddress('utm_source')),
    utm_medium: decoded(medium || inAddress('utm_medium')),
    utm_campaign: decoded(campaign || inAddress('utm_campaign')),
    click_id: (parameters.find(([name]) => name && !/^utm_/i.test(name))?.[0]?.toLowerCase() ?? null) as Touch['click_id'],
  };
}

function decoded(text: string | undefined): string | null {
  if (!text) return null;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // A stray % is no encoding: the text is meant as it stands.
    return text;
  }
}
