import type { Touch } from './channels.ts';

/** Parts of a touch as the engine joins them (unit separator between source, medium, campaign, click id), percent-decoded once. */
export function readTouch(text: string | null): Pick<Touch, 'utm_source' | 'utm_medium' | 'utm_campaign' | 'click_id'> {
  const [source, medium, campaign, click] = (text ?? '').split('\u001f');
  return {
    utm_source: decoded(source),
    utm_medium: decoded(medium),
    utm_campaign: decoded(campaign),
    click_id: (click || null) as Touch['click_id'],
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
