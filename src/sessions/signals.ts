/**
 * Friction signals of a page view; one bit each in `page_steps.signals`. Hard: the site did it; soft: the visitor did it, which can be the site's fault or a
 * poor fit; placebo: drawn by a hash, goes with nothing, and its measured loss shows what the method makes of nothing.
 */
export const SIGNALS = [
  { signal: 'error', bit: 1, class: 'hard', opportunity: 'page view' },
  { signal: 'slow', bit: 2, class: 'hard', opportunity: 'page view with a load time' },
  { signal: 'form_reject', bit: 4, class: 'hard', opportunity: 'form step view' },
  { signal: 'dead_end', bit: 8, class: 'hard', opportunity: 'page view' },
  { signal: 'information_request', bit: 16, class: 'hard', opportunity: 'page view' },
  { signal: 'search_failure', bit: 32, class: 'hard', opportunity: 'search with a known number of results' },
  { signal: 'zero_result', bit: 64, class: 'soft', opportunity: 'search with a known number of results' },
  { signal: 'repeat_search', bit: 128, class: 'soft', opportunity: 'search' },
  { signal: 'backtrack', bit: 256, class: 'soft', opportunity: 'product view' },
  { signal: 'loop', bit: 512, class: 'soft', opportunity: 'page view' },
  { signal: 'reload', bit: 1024, class: 'soft', opportunity: 'page view' },
  { signal: 'placebo', bit: 2048, class: 'placebo', opportunity: 'page view' },
] as const;

/** The bit of each signal. */
export const SIGNAL_BITS = Object.fromEntries(SIGNALS.map(({ signal, bit }) => [signal, bit])) as Record<
  (typeof SIGNALS)[number]['signal'],
  number
>;

/** The bits of the hard and of the soft signals. */
export const HARD_BITS = bitsOf('hard');
export const SOFT_BITS = bitsOf('soft');

function bitsOf(kind: 'hard' | 'soft'): number {
  return SIGNALS.reduce((bits, signal) => (signal.class === kind ? bits | signal.bit : bits), 0);
}
