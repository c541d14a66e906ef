import { describe, expect, it } from 'vitest';
import { type PageGroup, pageGroupByFlow, pageGroupByName } from '../../src/sessions/page-groups.ts';
import { pageKey } from '../../src/sessions/page-keys.ts';

/** Paths as they stand in exports, by the group that a person gives them; `nobody` means that the name does not tell. */
const EXPECTED: Record<PageGroup | 'nobody', string> = {
  home: '/ /index.html /index.php /home /de /en-gb/ /us/en /de/startseite /fr/accueil /es/inicio https://shop.example https://shop.example/?utm_source=x',
  products: `/products /collections /collections/summer /collections/summer?page=2 /category/shoes /c/women/dresses /sale /sale/shoes /brand/nike /brands
    /product-category/shirts/ /product-tag/red /shop /shop/page/2 /catalog/category/view/id/5 /new-arrivals /produkte /kategorie/schuhe /angebote
    /fr/categorie/robes /nouveautes /soldes /produits /coleccion/verano /tienda /ofertas /productos /collezioni/estate /offerte /prodotti /collectie/zomer
    /aanbiedingen /producten /colecao/verao /promocoes /loja /produtos /products/sale /products/category/shoes /marken/ /sale-2026 /prices-drop`,
  product: `/products/blue-shirt /collections/summer/products/blue-shirt /product/blue-shirt/ /p/1234-red-shoe /dp/B08N5WRWNW /item/4711 /product/123/reviews
    /catalog/product/view/id/123 /produkt/rotes-kleid /artikel/4711 /produit/robe-rouge /producto/vestido-rojo /prodotto/vestito-rosso /de/p/regal-weiss-00263850/
    /produto/vestido-vermelho /red-shoe-1234/p /shop/product/red-shoe /en/products/the-hat?variant=42`,
  search: `/search /search?q=hat /suche /de/suche?q=hut /s?q=hat /recherche /fr/resultats-de-recherche /buscar /busqueda?q=x /ricerca /zoeken /zoekresultaten /pesquisa
    /catalogsearch/result/?q=bag /search/red-shoes /search.php /search-results /shop/search`,
  cart: `/cart /cart.php /cart/ /shopping-cart /basket /bag /checkout/cart /checkout/cart/ /warenkorb /de/warenkorb /mein-warenkorb.html /panier /mon-panier /fr/panier
    /carrito /carrito-de-compra /carrello /winkelwagen /winkelmandje /carrinho /carrinho-de-compras /cart/view /index.php/checkout/cart /b2b/cart /shop/basket`,
  checkout: `/checkout /checkout/ /checkout/address /checkout/register /checkout/login /checkout/onepage /checkouts/cn/Z2NwLWV1cm9wZS13ZXN0MTow/information
    /12345678/checkouts/0f1e2d3c4b5a69788796a5b4c3d2e1f0 /checkout/step2 /kasse /zur-kasse /kasse/adresse /caisse /commande /passer-commande /caja
    /finalizar-compra /cassa /afrekenen /kassa /order /cart/checkout /bestellung /onepagecheckout /checkout/account /fr/commande?step=2`,
  shipping: `/shipping /checkout/shipping /checkout/shipping-method /kasse/versand /checkout/delivery /commande/livraison /caja/envio /cassa/spedizione /afrekenen/verzending
    /checkouts/cn/Z2NwLWV1cm9wZS13ZXN0MTow/shipping /finalizar-compra/entrega`,
  billing: `/billing /billing-2 /checkout/payment /checkout/payment-method /payment /kasse/zahlung /kasse/zahlungsart /commande/paiement /caja/pago /cassa/pagamento
    /afrekenen/betaling /checkout/confirm /checkout/review /checkout/order-pay/8812 /checkouts/cn/Z2NwLWV1cm9wZS13ZXN0MTow/payment /checkout/billing`,
  'thank-you': `/thank-you-for-your-order /thank-you /checkout/thank-you /checkout/order-received/1234 /checkout/onepage/success /checkout/finish /order-confirmation
    /checkout/order-confirmation /12345678/checkouts/0f1e2d3c4b5a69788796a5b4c3d2e1f0/thank_you /order/confirmation /bestellung/danke /kasse/bestaetigung
    /bestellbestätigung /vielen-dank /confirmation-de-commande /commande/merci /pedido-confirmado /caja/gracias /conferma-ordine /ordine/grazie
    /bestelling-ontvangen /afrekenen/bedankt /pedido-concluido /finalizar-compra/obrigado /order-confirmation?id_order=5 /pages/thank-you`,
  account: `/account /account/login /my-account/ /my-account/orders/ /my-account/payment-methods/ /login /login.php /register /customer/account/create /mein-konto /anmelden
    /mon-compte /connexion /mi-cuenta /registro /accedi /mijn-account /inloggen /minha-conta /12345678/orders/0f1e2d3c4b5a69788796a5b4c3d2e1f0 /forgot-password
    /account/shipping-address`,
  error:
    '/404 /error/500 /error /page-not-found /404.html /de/404 /fehler /cms/noroute /erreur /checkout/error /pagina-no-encontrada /niet-gevonden',
  content: `/help /about /about-us /blog /blog/thank-you-to-our-fans /privacy /faq /terms /help/payment /help/shipping /hilfe/versand /versand /zahlung-und-versand /agb
    /impressum /datenschutz /über-uns /%C3%BCber-uns /livraison /mentions-legales /a-propos /envios /aviso-legal /chi-siamo /spedizioni /klantenservice /over-ons
    /verzending /quem-somos /trocas-e-devolucoes /shipping-policy /policies/shipping-policy /pages/about-us /customer-service/returns /content/3-terms-and-conditions`,
  other: '/wishlist /compare /merkzettel /catalog/product_compare',
  nobody: `/the-original-mr-fuzzy /lander-1 /lander-5 /cartoons /orderly-desk /golf-cart-bags /searchlight-torch /shop/red-dress /men/jackets /red-shoe-1234.html
    /contact-lenses /gift-cards/thank-you /blue-shirt/ /checkers-board /errors-in-judgement-novel /homeware /accounting-books /women/shoes/boots
    /returnable-bottles /produkttester /kassel-poster /vitamin-c /new-balance`,
};

describe('pageGroupByName', () => {
  const cases = Object.entries(EXPECTED).flatMap(([group, paths]) =>
    paths.split(/\s+/).map((path) => [path, group === 'nobody' ? null : (group as PageGroup)] as const),
  );

  it('is held by at least 120 paths', () => expect(cases.length).toBeGreaterThanOrEqual(120));

  it.each(cases)('reads %s as %s', (path, group) => {
    const told = pageGroupByName(pageKey(path));
    expect(told.group).toBe(group);
    expect(told.rule === null).toBe(group === null);
  });

  it('names the word that decided', () => {
    expect(pageGroupByName('/warenkorb').rule).toBe("the path says 'warenkorb'");
  });

  it('reads more than 300,000 keys a second, less a wide margin for busy machines', () => {
    const keys = Object.values(EXPECTED).flatMap((paths) => paths.split(/\s+/).map(pageKey));
    // The fastest of a hundred rounds: on a busy machine the others measure the neighbours.
    const rounds = Array.from({ length: 100 }, () => {
      const started = performance.now();
      for (const key of keys) pageGroupByName(key);
      return (performance.now() - started) / 1000;
    });
    expect(keys.length / Math.min(...rounds)).toBeGreaterThan(50_000);
  });
});

describe('pageGroupByFlow', () => {
  it('takes a page that lists open and that leads to the cart for a product', () => {
    // 1,000 views, 200 of them landings: 600 of 800 come from lists (75 %), 300 of 1,000 go to the cart (30 %).
    const told = pageGroupByFlow({ views: 1000, from_list: 600, to_cart: 300, as_landing: 200 });
    expect(told).toEqual({ group: 'product', rule: '75.0 % of 800 views come from a list or search, 30.0 % of 1000 views go to the cart' });
  });

  it('admits exactly half from lists, 3 % to the cart and 20 views', () => {
    expect(pageGroupByFlow({ views: 100, from_list: 50, to_cart: 3, as_landing: 0 }).group).toBe('product');
    expect(pageGroupByFlow({ views: 100, from_list: 49, to_cart: 3, as_landing: 0 }).group).toBe('other');
    expect(pageGroupByFlow({ views: 100, from_list: 50, to_cart: 2, as_landing: 0 }).group).toBe('other');
    expect(pageGroupByFlow({ views: 20, from_list: 20, to_cart: 20, as_landing: 0 }).group).toBe('product');
    expect(pageGroupByFlow({ views: 19, from_list: 19, to_cart: 19, as_landing: 0 }).group).toBe('other');
  });

  it('knows an advertised product by the views that are no landings', () => {
    expect(pageGroupByFlow({ views: 1000, from_list: 60, to_cart: 80, as_landing: 900 }).group).toBe('product');
  });

  it('says nothing about a page that is only landed on', () => {
    expect(pageGroupByFlow({ views: 500, from_list: 0, to_cart: 0, as_landing: 500 })).toEqual({
      group: 'other',
      rule: '0 views with a page before, fewer than 20',
    });
  });

  it.each([
    { views: -1, from_list: 0, to_cart: 0, as_landing: 0 },
    { views: Number.NaN, from_list: 0, to_cart: 0, as_landing: 0 },
    { views: 10, from_list: 8, to_cart: 0, as_landing: 3 },
    { views: 10, from_list: 0, to_cart: 11, as_landing: 0 },
  ])('refuses counts that contradict each other: %o', (flow) => {
    expect(() => pageGroupByFlow(flow)).toThrow('contradict');
  });
});
