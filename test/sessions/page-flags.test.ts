import { describe, expect, it } from 'vitest';
import { PAGE_FLAGS, pageFlags } from '../../src/sessions/page-flags.ts';

describe('the flags of an address', () => {
  it.each([
    '/products/oak-table-sold-out',
    '/product/lamp/out-of-stock',
    '/produkt/lampe-ausverkauft',
    '/produit/lampe-epuisee',
    '/produit/lampe-rupture-de-stock',
    '/producto/mesa-agotada',
    '/prodotto/tavolo-esaurito',
    '/product/tafel-uitverkocht',
    '/produto/mesa-esgotada',
  ])('say that %s is a dead end', (path) => {
    expect(pageFlags(path)).toBe(PAGE_FLAGS.dead_end);
  });

  it.each([
    '/account/register',
    '/sign-up',
    '/konto-erstellen',
    '/inscription',
    '/registro',
    '/registrazione',
    '/registreren',
    '/cadastro',
  ])('say that %s asks for a registration', (path) => {
    expect(pageFlags(path)).toBe(PAGE_FLAGS.registration);
  });

  it('are the same for letters with accents, plain or percent-encoded', () => {
    for (const path of ['/produit/lampe-épuisé', '/produit/lampe-%C3%A9puis%C3%A9', '/produkt/nicht-verf%C3%BCgbar'])
      expect(pageFlags(path)).toBe(PAGE_FLAGS.dead_end);
    expect(pageFlags('/cr%C3%A9er-un-compte')).toBe(PAGE_FLAGS.registration);
  });

  it('are none where a product is merely named so, and none of the host', () => {
    for (const path of [
      '/products/open-ended-spanner',
      '/livre/rupture',
      '/products/unsold-outfit',
      'https://sold-out.example/products/lamp',
    ])
      expect(pageFlags(path)).toBe(0);
  });

  it('are read from what stands there where a percent sign encodes nothing', () => {
    expect(pageFlags('/products/100%-wool-sold-out')).toBe(PAGE_FLAGS.dead_end);
  });
});
