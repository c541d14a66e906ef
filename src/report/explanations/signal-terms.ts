import type { SIGNALS } from '../../sessions/signals.ts';
import type { ExplanationText } from './explanation.ts';
import { OWN_RULE } from './papers.ts';

type Signal = (typeof SIGNALS)[number]['signal'];

const ON = 'friction.signals[] where signal is';
const HARD = 'Hard: the site did it.';
const SOFT =
  'Soft: the visitor did it, which can be the site’s fault or poor fit; it can raise the upper end of the navigation range only.';

/** The friction signals of a page view. */
export const SIGNAL_TERMS = {
  error: {
    title: 'Error page',
    what: `A page view that the server answered with an error, or that shows the shop’s error page. ${HARD}`,
    formula: 'status 400 or above, or page group error',
    unit: 'Per page view.',
    caveat: 'Without a status in the export only error pages with a name of their own are seen; errors of scripts on a page never are.',
    source: OWN_RULE,
    where: `${ON} error`,
  },
  slow: {
    title: 'Slow page',
    what: `A page view that took far longer to load than pages of its kind on such devices usually do. ${HARD}`,
    formula: 'load time above the larger of 4 s and 2 × the median of its page group and device',
    unit: 'Per page view with a load time.',
    caveat: 'Old phones and bad networks are slow everywhere: sources that bring them meet more of it within one device class.',
    source: OWN_RULE,
    where: `${ON} slow`,
  },
  form_reject: {
    title: 'Rejected form',
    what: `A step of a form that was not accepted: it is shown again at once, or the export tells of a failed validation. ${HARD}`,
    formula: 'the same form step again directly after itself, or a validation event on it',
    unit: 'Per form step view.',
    caveat: 'A step that is loaded again for another reason looks the same where the export has no validation events.',
    source: OWN_RULE,
    where: `${ON} form_reject`,
  },
  dead_end: {
    title: 'Dead end',
    what: `A page without a product or a way on: an empty list, a product out of stock, an offer that has ended. ${HARD}`,
    formula: 'a page view that the export marks as empty, out of stock or expired',
    unit: 'Per page view.',
    caveat: 'Out of stock is also a matter of assortment: with it, part of what shoppers miss counts as navigation.',
    source: OWN_RULE,
    where: `${ON} dead_end`,
  },
  information_request: {
    also: ['request'],
    title: 'Request for information',
    what: `A step that exists only to ask the shopper for something before cart, price or payment: registration. ${HARD}`,
    formula:
      'a view of a page that registers a new customer, before the purchase; without the request the step would not be there, so with all friction gone its chance to exit is 0. At the lower end of the navigation range the step stays, and only what is lost there beyond other pages of its class is held to be proven',
    unit: 'Per page view.',
    caveat:
      'Who registers of their own will is not told from those who have to. Other steps that ask for more than they need look like the checkout and are not told from it. With all friction gone, all who leave there count as lost at the request, at the worth of those who go on: an upper bound.',
    source: OWN_RULE,
    where: `${ON} information_request; friction.information_requests`,
  },
  search_failure: {
    title: 'Failing search',
    what: `A search without a result although the same words, written alike, found something elsewhere in the data. ${HARD}`,
    formula: 'a search with 0 results whose normalised term returned more than 0 in another search',
    unit: 'Per search with a known number of results.',
    caveat: 'An assortment that changed in the period looks the same.',
    source: OWN_RULE,
    where: `${ON} search_failure`,
  },
  zero_result: {
    title: 'Search without results',
    what: `A search that found nothing, for words that found nothing elsewhere either. ${SOFT}`,
    formula: 'a search with 0 results that is no search_failure',
    unit: 'Per search with a known number of results.',
    caveat:
      'A shop that does not sell the thing is poor fit and not friction; a search that misses synonyms is friction. This signal cannot tell them apart.',
    source: OWN_RULE,
    where: `${ON} zero_result`,
  },
  repeat_search: {
    title: 'Repeated search',
    what: `A second or later search without a look at a product in between. ${SOFT}`,
    formula:
      'a search after an earlier one of the session, with no product view between them; further pages of the same results are no search',
    unit: 'Per search.',
    caveat: 'Narrowing down is also how shoppers with a clear wish search.',
    source: OWN_RULE,
    where: `${ON} repeat_search`,
  },
  backtrack: {
    also: ['pogo'],
    title: 'Backtrack',
    what: `From a product back to the list that it was opened from, within half a minute. ${SOFT}`,
    formula: 'list, product, the same list again, with at most 30 s on the product',
    unit: 'Per product view.',
    caveat: 'Comparing products looks the same. Those who open products in several windows never show it.',
    source: OWN_RULE,
    where: `${ON} backtrack`,
  },
  loop: {
    title: 'Loop',
    what: `The third or later view of one address in a session. ${SOFT}`,
    formula: 'view number 3 or more of the same path and query in the session, reloads left out',
    unit: 'Per page view.',
    caveat: 'Long sessions contain more of it, so views are compared at the same place in the session.',
    source: OWN_RULE,
    where: `${ON} loop`,
  },
  reload: {
    title: 'Reload',
    what: `The same address again directly after itself, forms left out. ${SOFT}`,
    formula: 'path and query equal to those of the view before, on a page that is no form step',
    unit: 'Per page view.',
    caveat: 'Some exports record one view twice; then this signal is about the tracking.',
    source: OWN_RULE,
    where: `${ON} reload`,
  },
  placebo: {
    title: 'Placebo signal',
    what: 'A signal drawn by a hash for one page view in twenty. It can have no effect, so its lost orders show what the method makes of nothing.',
    formula: 'a hash of session and page view that leaves remainder 0 when divided by 20',
    unit: 'Per page view.',
    caveat: 'It tests the method, not the shop, and is in none of the sums. See placebo_signal for the result.',
    source: OWN_RULE,
    where: `${ON} placebo`,
  },
} satisfies Record<Signal, ExplanationText>;
