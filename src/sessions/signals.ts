/** Friction signals that page views alone can show; one bit each in `page_steps.signals`. Hard: the site did it; soft: the visitor did it. */
export const SIGNALS = [
  { signal: 'error', bit: 1, class: 'hard', opportunity: 'page view' },
  { signal: 'zero_result', bit: 2, class: 'soft', opportunity: 'search with a known number of results' },
  { signal: 'repeat_search', bit: 4, class: 'soft', opportunity: 'search' },
  { signal: 'backtrack', bit: 8, class: 'soft', opportunity: 'product view' },
  { signal: 'loop', bit: 16, class: 'soft', opportunity: 'page view' },
  { signal: 'reload', bit: 32, class: 'soft', opportunity: 'page view' },
  { signal: 'form_repeat', bit: 64, class: 'hard', opportunity: 'form step view' },
] as const;
