/** What a page is for. `products` are list pages, `product` one product's page; `billing` is the payment step, `thank-you` the page after the order. */
export type PageGroup =
  | 'home'
  | 'products'
  | 'product'
  | 'search'
  | 'cart'
  | 'checkout'
  | 'shipping'
  | 'billing'
  | 'thank-you'
  | 'account'
  | 'error'
  | 'content'
  | 'other';

/** `sure`: the word decides wherever it stands. `alone`: only when nothing unknown stands in the path. `in_checkout`: only beside a checkout word. */
export type WordStrength = 'sure' | 'alone' | 'in_checkout';

/**
 * Path words by page group, in English, German, French, Spanish, Italian, Dutch and Portuguese, lower case without accents, small words left out
 * ("confirmation-de-commande" is looked up as "confirmation-commande"). Written from general knowledge of how shops name their pages.
 *
 * A word that is a step in one shop and an information page in another (Versand, livraison, envío) is a step beside a checkout word only: a
 * step that is taken for content costs one line of the funnel, content taken for a step would end the looking time of every session that reads it.
 */
export const PAGE_WORDS: Readonly<Partial<Record<PageGroup, Partial<Record<WordStrength, string>>>>> = {
  error: {
    sure: `400 401 403 404 405 408 410 429 500 502 503 504 error errors not-found notfound noroute no-route fehler fehlerseite nicht-gefunden
      erreur introuvable errore non-trovata non-trovato no-encontrada no-encontrado fout foutmelding niet-gevonden erro nao-encontrada nao-encontrado`,
    alone: 'oops maintenance wartung',
  },
  'thank-you': {
    sure: `order-received order-confirmation order-confirmed order-complete order-completed order-success order-placed order-thank-you thank-you-order
      orderconfirmation ordercomplete orderreceived purchase-confirmation purchase-complete purchase-success checkout-success checkout-complete
      bestellbestatigung bestellbestaetigung bestelleingang bestellung-abgeschlossen bestellung-erfolgreich danke-bestellung vielen-dank-bestellung
      confirmation-commande commande-confirmee commande-validee merci-commande confirmacion-pedido pedido-recibido pedido-confirmado
      pedido-realizado pedido-completado compra-realizada gracias-compra gracias-pedido conferma-ordine ordine-ricevuto ordine-confermato
      ordine-completato grazie-ordine bestelbevestiging bestelling-ontvangen bestelling-bevestigd bestelling-voltooid bedankt-bestelling
      confirmacao-pedido confirmacao-encomenda encomenda-recebida pedido-recebido pedido-concluido compra-concluida obrigado-compra`,
    alone: `thank-you thankyou thanks thank-you-page confirmation success danke dankeschon dankeschoen vielen-dank bestatigung bestaetigung merci
      gracias confirmacion grazie conferma bedankt dank-je-wel bevestiging obrigado obrigada confirmacao`,
    in_checkout: `thank-you thankyou thanks success complete completed confirmation confirmed finish finished done placed received danke erfolg
      erfolgreich abgeschlossen abschluss fertig bestatigung bestaetigung merci succes confirmee terminee gracias exito completado confirmacion
      grazie successo completato conferma bedankt gelukt klaar voltooid bevestiging obrigado obrigada sucesso concluido confirmacao`,
  },
  billing: {
    sure: `checkout-payment order-pay billing-step payment-step billing-address billing-details billing-information`,
    alone: 'billing payment pay zahlung bezahlung bezahlen paiement pago pagamento betaling betalen',
    in_checkout: `billing payment payments pay payment-method payment-methods payment-information payment-info payment-details review confirm order-review
      overview summary zahlung zahlungsart zahlungsarten zahlungsweise zahlungsmethode bezahlung bezahlen zahlen prufen pruefen ubersicht uebersicht
      bestellubersicht bestelluebersicht zusammenfassung rechnung rechnungsadresse paiement mode-paiement moyen-paiement reglement
      recapitulatif verification pago metodo-pago forma-pago formas-pago pagar resumen confirmar facturacion pagamento metodo-pagamento
      pagamenti riepilogo fatturazione betaling betalen betaalmethode betaalwijze overzicht controleren facturatie forma-pagamento
      metodo-pagamento formas-pagamento resumo revisao faturacao faturamento confirmer facturation`,
  },
  shipping: {
    sure: 'shipping-step checkout-shipping shipping-method',
    alone: 'shipping',
    in_checkout: `shipping shipping-method shipping-methods shipping-address shipping-information shipping-info shipping-details shipping-options delivery
      delivery-method delivery-options delivery-address carrier versand versandart versandarten versandadresse lieferung lieferart lieferadresse
      livraison mode-livraison adresse-livraison transporteur expedition envio envios metodo-envio direccion-envio entrega spedizione
      spedizioni metodo-spedizione indirizzo-spedizione consegna verzending verzendmethode verzendwijze bezorging bezorgen levering
      bezorgadres frete metodo-entrega endereco-entrega morada-entrega expedicao`,
  },
  cart: {
    sure: `cart shopping-cart shoppingcart shopping-bag shoppingbag shopping-basket viewcart minicart checkout-cart warenkorb einkaufswagen
      einkaufskorb panier carrito carrito-compra carrito-compras cesta-compra carro-compra carro-compras carrello carrello-acquisti
      winkelwagen winkelmand winkelmandje carrinho carrinho-compras cesto-compras`,
    alone: 'bag basket trolley cesta carro cesto mandje chariot',
    in_checkout: 'bag basket',
  },
  checkout: {
    sure: `checkout checkouts onepagecheckout onestepcheckout one-step-checkout kasse bestellvorgang caisse passer-commande tunnel-commande finaliser-commande
      validation-commande caja finalizar-compra tramitar-pedido realizar-pedido finalizar-pedido cassa completa-ordine afrekenen kassa finalizar-encomenda
      fechar-pedido`,
    alone: `order commande commander bestellung bestellen bestellabschluss pedido pedido-rapido ordine acquisto bestelling encomenda quick-order
      commande-rapide`,
    in_checkout: `order onepage multishipping address addresses information customer customer-information contact contact-information details personal
      personal-details guest gast express login signin sign-in register registration account email identification new-customer returning
      adresse adressen anschrift kundendaten daten persoenliche-daten anmelden anmeldung registrieren konto gastbestellung commande adresses
      coordonnees informations connexion compte invite inscription direccion direcciones datos datos-personales invitado registro identificacion pedido
      indirizzo indirizzi dati ospite accesso registrazione ordine adres gegevens inloggen registreren bestelling endereco morada dados
      convidado identificacao entrar cadastro encomenda cn c failure fehler`,
  },
  search: {
    sure: `search searchresult searchresults search-result search-results search-page catalogsearch suche suchen suchergebnis suchergebnisse recherche
      rechercher resultats-recherche resultat-recherche buscar busqueda buscador resultados-busqueda ricerca risultati-ricerca zoeken zoekresultaten zoekresultaat
      pesquisa pesquisar busca resultados-pesquisa resultados-busca`,
    alone: 's q find results result cerca zoek procurar',
  },
  products: {
    sure: `category categories cat c collection collections product-category product-categories product-tag product-list productlist brand brands
      manufacturer manufacturers sale sales clearance outlet offers deals specials new-arrivals new-in new-products bestsellers best-sellers
      bestseller best-sales all-products department departments browse plp prices-drop kategorie kategorien kollektion kollektionen produktkategorie marke
      marken hersteller angebote neuheiten sortiment schnappchen categorie collections-femme marque marques soldes promotions nouveautes nouveaux-produits
      meilleures-ventes destockage categoria categorias coleccion colecciones marca marcas ofertas rebajas novedades collezione collezioni
      offerte saldi novita promozioni categorieen collectie collecties merk merken aanbiedingen uitverkoop assortiment colecao colecoes
      promocoes novidades saldos lancamentos`,
    alone: `shop store catalog catalogue list all new neu promo katalog onlineshop boutique tienda catalogo negozio marche winkel webshop webwinkel nieuw
      loja produto-lista rayons women men kids damen herren kinder`,
  },
  account: {
    sure: `account my-account myaccount accounts login log-in signin sign-in logout register registration signup sign-up profile customer user password
      forgot-password forgotpassword reset-password lost-password orders order-history order-status order-tracking track-order guest-tracking addresses
      authentication auth identity konto kundenkonto anmelden anmeldung abmelden einloggen registrieren registrierung passwort
      passwort-vergessen bestellungen compte connexion se-connecter deconnexion inscription mot-passe mot-passe-oublie commandes
      historique-commandes suivi-commande cuenta iniciar-sesion acceder registro registrarse pedidos historial-pedidos contrasena conto accedi
      accesso registrati registrazione ordini cronologia-ordini inloggen aanmelden uitloggen registreren wachtwoord wachtwoord-vergeten
      bestellingen conta iniciar-sessao entrar cadastro registo encomendas`,
    alone: 'dashboard identification identificacion address adresse settings',
  },
  content: {
    sure: `help help-center about about-us blog blogs news privacy privacy-policy faq faqs terms terms-conditions terms-service terms-use tos
      imprint impressum legal contact contact-us support customer-service customer-care service services returns return-policy returns-policy
      refund-policy refunds shipping-policy shipping-information shipping-info shipping-costs shipping-returns shipping-delivery delivery
      delivery-information delivery-returns payment-methods payment-options size-guide size-chart stores store-locator store-finder our-stores
      careers jobs press magazine journal story stories our-story policies cookie-policy cookies sustainability newsletter guide guides
      gift-guide sitemap inspiration lookbook content info information hilfe uber-uns ueber-uns datenschutz datenschutzerklarung
      datenschutzerklaerung agb versand versandkosten versandinformationen versand-zahlung zahlung-versand versandarten lieferung lieferzeiten
      zahlungsarten zahlungsmethoden widerruf widerrufsrecht widerrufsbelehrung ruckgabe rueckgabe ruecksendung kontakt kundenservice
      kundendienst magazin ratgeber karriere presse filialen groessentabelle grossentabelle nachhaltigkeit haufige-fragen haeufige-fragen
      aide a-propos propos qui-sommes-nous mentions-legales cgv cgu confidentialite politique-confidentialite livraison livraisons
      livraison-retours livraison-retour modes-livraison moyens-paiement retours contactez-nous nous-contacter actualites magasins conseils
      plan-site ayuda sobre-nosotros quienes-somos aviso-legal privacidad politica-privacidad terminos terminos-condiciones condiciones envio
      envios gastos-envio devoluciones contacto contactanos noticias tiendas preguntas-frecuentes aiuto chi-siamo note-legali condizioni
      condizioni-vendita termini termini-condizioni spedizione spedizioni costi-spedizione resi contatti contattaci assistenza notizie
      negozi domande-frequenti klantenservice over-ons voorwaarden algemene-voorwaarden privacybeleid privacyverklaring verzending verzendkosten
      bezorging levering retourneren retour retouren veelgestelde-vragen nieuws winkels vacatures ajuda sobre sobre-nos quem-somos
      privacidade politica-privacidade termos termos-condicoes condicoes entrega entregas devolucoes trocas-devolucoes contato contactos
      fale-conosco perguntas-frequentes lojas`,
    alone: 'reviews magasin cms',
  },
  other: {
    sure: `compare product-compare comparison wishlist wish-list favorites favourites vergleich produktvergleich merkliste merkzettel wunschliste
      wunschzettel favoriten comparateur liste-envies favoris comparador lista-deseos favoritos confronta confronto lista-desideri preferiti
      vergelijken verlanglijst verlanglijstje comparar`,
  },
  home: { alone: 'home homepage startseite accueil inicio inizio pagina-inicial pagina-inicio voorpagina' },
};

/** Small words that carry no meaning in a path segment: articles, prepositions, possessives, "page", "step", "view". */
export const SMALL_WORDS: ReadonlySet<string> = new Set(
  `the a an of for to and your my our in at by on with page pages view show step index main default der die das den dem ein eine fur fuer zur zum und mein
  meine meinen ihr ihre ihren deine unsere seite seiten anzeigen schritt le la les l un une de du des d et pour votre vos mon ma mes nos voir etape el los las
  del y para tu su mi mis ver paso pagina paginas il lo gli i della dei di e per il suo tuo mio mia vostro passo het een en van voor uw je mijn
  onze stap toon o os as do da dos das sua seu meu minha minhas meus etapa`.split(/\s+/),
);

/** Path words before or behind one product. */
export const ITEM_MARKERS = {
  /** The word for one product; what follows names it. */
  single: new Set(
    'product produkt produit producto prodotto produto item itm artikel articulo articolo artigo sku product-detail productdetail'.split(
      ' ',
    ),
  ),
  /** Short marks of shop systems; a slug before one at the end of a path names the product as well. */
  short: new Set('p dp pd ip pdp'.split(' ')),
  /** The word for products: alone a list, with one segment behind it a product. */
  plural: new Set('products produkte produits productos prodotti producten produtos items'.split(' ')),
} as const;

/** Segments after which the next one is a name or number of a thing. */
export const FOLLOWED_BY_ITEM: ReadonlySet<string> = new Set([...ITEM_MARKERS.single, ...ITEM_MARKERS.short, 'id']);

/** Segments that are no product even behind a product word. */
export const LIST_WORDS: ReadonlySet<string> = new Set([
  ...'view list index search all new page category compare reviews gallery filter sort tag tags show detail details quickview'.split(' '),
  ...(PAGE_WORDS.products?.sure ?? '').split(/\s+/),
]);

/** Languages and countries that shops put first in a path, alone or joined (`/de`, `/en-gb`, `/us/en`). */
export const LOCALES: ReadonlySet<string> = new Set(
  `en de fr es it nl pt da sv no nb fi pl cs sk hu ro bg hr sl el tr ru uk ar he ja zh ko th vi ca eu et lv lt us gb ie au nz at ch be lu
  dk se cz gr br mx jp cn kr int global intl`.split(/\s+/),
);
