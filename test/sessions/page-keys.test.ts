import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageKey } from '../../src/sessions/page-keys.ts';

/** Written out by hand: what stands in an export, and the page it is a view of. */
const CASES: [string, string][] = [
  // scheme, host, query, fragment
  ['https://www.Shop.example/Products?utm_source=x#top', '/Products'],
  ['HTTPS://SHOP.EXAMPLE', '/'],
  ['//shop.example.com/cart', '/cart'],
  ['www.shop.com/cart', '/cart'],
  ['shop.co.uk/cart', '/cart'],
  ['https://shop.example?q=1', '/'],
  ['', '/'],
  ['?q=1', '/'],
  ['cart', '/cart'],
  ['http://[::1]:8080/a', '/a'],
  // slashes, index files, dot segments
  ['/cart/', '/cart'],
  ['//a///b//', '/a/b'],
  ['/index.html', '/'],
  ['/de/index.php', '/de'],
  ['/index.php/checkout/cart/', '/checkout/cart'],
  ['/Default.aspx', '/'],
  ['/a/./b/../c', '/a/c'],
  ['/../../etc', '/etc'],
  ['/cart.php', '/cart.php'],
  // escapes
  ['/%C3%BCber-uns', '/über-uns'],
  ['/u%CC%88ber-uns', '/über-uns'],
  ['/red%20shoe', '/red shoe'],
  ['/a%2Fb', '/a%2Fb'],
  ['/a%2fb', '/a%2Fb'],
  ['/100%', '/100%'],
  ['/a%zz', '/a%zz'],
  ['/%2541', '/%2541'],
  ['/%41', '/A'],
  ['/%FF', '/%FF'],
  ['/a%00b', '/ab'],
  ['/a%0D%0Ab', '/ab'],
  // session ids
  ['/cart;jsessionid=8A1C5B?x=1', '/cart'],
  ['/(S(lit3py55t21z5v55vlm25s55))/cart.aspx', '/cart.aspx'],
  ['/sid=0a1b2c/cart', '/cart'],
  // ids
  ['/order/12345', '/order/:id'],
  ['/a/550e8400-e29b-41d4-a716-446655440000/b', '/a/:id/b'],
  ['/checkouts/0f1e2d3c4b5a69788796a5b4c3d2e1f0/thank_you', '/checkouts/:id/thank_you'],
  ['/checkouts/cn/Z2NwLWV1cm9wZS13ZXN0MTowMUhY/payment', '/checkouts/cn/:id/payment'],
  ['/x/deadbeef', '/x/deadbeef'],
  ['/x/deadbee5', '/x/:id'],
  ['/account/jane.doe@mail.example', '/account/:email'],
  ['/account/jane.doe%40mail.example', '/account/:email'],
  ['/account/jane.doe%2540mail.example', '/account/:email'],
  ['/@brand/shoes', '/@brand/shoes'],
  ['/r/sku12345', '/r/:id'],
  ['/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/:id'],
  // products collapse
  ['/p/1234-red-shoe', '/p/:id'],
  ['/p/red-shoe', '/p/:id'],
  ['/dp/B08N5WRWNW', '/dp/:id'],
  ['/product/red-shoe/', '/product/:id'],
  ['/products/red-shoe', '/products/:id'],
  ['/collections/summer/products/red-shoe', '/collections/summer/products/:id'],
  ['/red-shoe-1234.html', '/:id'],
  ['/1234-red-shoe', '/:id'],
  ['/men/1-1-hummingbird-shirt.html', '/men/:id'],
  ['/red-shoe-p-98765', '/:id'],
  ['/lego-technic-42115', '/:id'],
  ['/red-shoe/p', '/:id/p'],
  ['/catalog/product/view/id/7', '/catalog/product/view/id/:id'],
  ['/produkt/rotes-kleid', '/produkt/:id'],
  ['/de/de/p/regal-weiss-00263850/', '/de/de/p/:id'],
  ['/product/7', '/product/:id'],
  ['/product/2019', '/product/:id'],
  // what a person reads stays
  ['/products', '/products'],
  ['/products/shoes/running', '/products/shoes/running'],
  ['/products/new', '/products/new'],
  ['/product/list', '/product/list'],
  ['/checkout/step2', '/checkout/step2'],
  ['/checkout/step-2', '/checkout/step-2'],
  ['/page/2', '/page/2'],
  ['/iphone-15', '/iphone-15'],
  ['/nike-air-max-270', '/nike-air-max-270'],
  ['/2026/sale', '/2026/sale'],
  ['/sale-2026', '/sale-2026'],
  ['/2026-collection', '/2026-collection'],
  ['/404', '/404'],
  ['/501-jeans', '/501-jeans'],
  ['/3-clothes', '/3-clothes'],
  ['/en-gb/cart', '/en-gb/cart'],
  ['/the-original-mr-fuzzy', '/the-original-mr-fuzzy'],
  ['/lander-1', '/lander-1'],
  ['/thank-you-for-your-order', '/thank-you-for-your-order'],
  ['/Nike-Air-Max-Women-Running-Shoes', '/Nike-Air-Max-Women-Running-Shoes'],
  // what would leak or grow
  ['/call/me4915112345678now', '/call/me:numbernow'],
  [`/${'word-'.repeat(40)}`, '/:long'],
  [`/${'ab/'.repeat(100)}`, `${'/ab'.repeat(66)}/…`],
];

const piece = fc.oneof(
  fc.constantFrom(
    '/',
    '//',
    'p',
    'dp',
    'products',
    'product',
    'red-shoe',
    'red-shoe-1234.html',
    '1234-x',
    ':id',
    ':email',
    '…',
    '%',
    '%25',
    '%2F',
    '%3B',
    ';',
    ';\u037e',
    '\u037e',
    '%CD%BE',
    '.',
    '..',
    '%2e',
    '@',
    'a@b.com',
    '%40',
    '%2540',
    'index.php',
    'sid=1',
    '(S(x))',
    'www.shop.com',
    'http://',
    ' ',
    '%20',
    '\u0301',
    'é',
    '\ud800',
    '\u200b',
    '12345',
    '2026',
    '404',
    'deadbee5',
    '?',
    '#',
    'a'.repeat(60),
    'id',
    '=',
    'token=',
    'Z2NwLWV1cm9wZS13ZXN0MTow',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const hostile = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

describe('pageKey', () => {
  it.each(CASES)('gives %s the key %s', (url, key) => expect(pageKey(url)).toBe(key));

  it('gives a key of a key the same key, at most 200 characters from a slash on', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const key = pageKey(text);
        expect(key.startsWith('/')).toBe(true);
        expect(key.length).toBeLessThanOrEqual(200);
        expect(key).not.toMatch(/[\p{Cc}\p{Cs}]|\/\/|.\/$/u);
        expect(pageKey(key)).toBe(key);
      }),
      { numRuns: 5000 },
    );
  });

  it('lets no e-mail address through, however it is escaped', () => {
    const escaped = (text: string, depth: number) => (depth === 0 ? text : text.replaceAll('@', `%${'25'.repeat(depth - 1)}40`));
    fc.assert(
      fc.property(fc.emailAddress(), fc.nat(4), hostile, (email, depth, around) => {
        const key = pageKey(`/account/${escaped(email, depth)}/${around.replaceAll('..', '')}`);
        expect(key).not.toContain(email.slice(email.indexOf('@')));
        expect(key).not.toMatch(/[A-Za-z0-9][@][A-Za-z0-9-]+\.[A-Za-z]/);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['slashes', '/'],
    ['escapes', '%25'],
    ['broken escapes', '%a'],
    ['at signs', 'a@'],
    ['digits', '1'],
    ['dashes and digits', '-1'],
    ['letters', 'aA'],
    ['dots', '../'],
    ['blanks', ' '],
    ['brackets', '(S('],
    ['semicolons', ';'],
  ])('needs time in proportion to the length of %s', (_, unit) => {
    const started = performance.now();
    pageKey(`/${unit.repeat(Math.ceil(100_000 / unit.length))}`);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('makes more than 300,000 keys a second, less a wide margin for busy machines', () => {
    const urls = CASES.map(([url]) => url);
    const started = performance.now();
    for (let round = 0; round < 300; round++) for (const url of urls) pageKey(url);
    expect((300 * urls.length) / ((performance.now() - started) / 1000)).toBeGreaterThan(50_000);
  });
});
