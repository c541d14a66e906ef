import { type HostParts, hostParts } from './hosts.ts';

/**
 * Hosts that a shopper passes through on the way to an order and comes back from: payment, instalments, hosted checkouts, bank checks, sign-in.
 * A domain stands for itself and every host below it; `name.*` stands for that name under every public suffix.
 */
const GATEWAY_HOSTS = new Set(
  `paypal.com paypal.me paypalobjects.com stripe.com stripe.network link.com klarna.com klarna.net klarnaservices.com afterpay.com afterpay.nl clearpay.co.uk
  clearpay.com affirm.com sezzle.com zip.co quadpay.com laybuy.com splitit.com scalapay.com oney.io getalma.eu alma.eu billie.io ratepay.com riverty.com
  tabby.ai tamara.co adyen.com checkout.com worldpay.com opayo.eu opayo.co.uk sagepay.com braintreegateway.com braintree-api.com authorize.net squareup.com
  2checkout.com verifone.cloud skrill.com neteller.com paysafecard.com payu.com payu.in payulatam.com mollie.com mollie.nl multisafepay.com buckaroo.nl
  sofort.com giropay.de paydirekt.de wero-wallet.eu trustly.com ideal.nl bancontact.net bancontact.com eps-payment.at przelewy24.pl blik.com dotpay.pl tpay.com
  redsys.es sermepa.es bizum.es payplug.com paybox.com systempay.fr lyra.com sips-services.com payline.com satispay.com nexi.it bluesnap.com cybersource.com
  mercadopago.com mercadopago.com.br pagseguro.uol.com.br pagar.me razorpay.com cashfree.com paytm.in paytm.com instamojo.com computop-paygate.com
  payone.com concardis.com unzer.com heidelpay.com saferpay.com datatrans.com datatrans.ch postfinance.ch twint.ch wirecard.com novalnet.de swish.nu vipps.no
  mobilepay.dk quickpay.net nets.eu dibspayment.eu payex.com swedbankpay.com shop.app checkout.shopify.com shopifycs.com myshopify.com fastspring.com paddle.com
  payments.amazon.* pay.amazon.* payments-eu.amazon.* payments.google.* pay.google.* accounts.google.* appleid.apple.com idmsa.apple.com appleid.cdn-apple.com
  login.microsoftonline.com login.live.com auth0.com okta.com onelogin.com arcot.com cardinalcommerce.com rsa3dsauth.com securesuite.co.uk
  securesuite.net verifiedbyvisa.com secure5gw.com sia.eu`.split(/\s+/),
);

/** First labels of a bank's card check, whatever the bank. */
const CARD_CHECK_LABELS = new Set(['3ds', '3ds1', '3ds2', '3dsecure', '3d-secure', '3dss']);

/**
 * Whether a host is a payment, hosted-checkout or sign-in gateway: a return from it continues the session and is never a traffic source.
 *
 * @param host - host, `host:port` or URL, any case
 * @returns false for text that is no host; never throws
 * @see GA4, "List unwanted referrals"; the list is ours and can be widened in the config
 */
export function isGateway(host: string): boolean {
  const parts = hostParts(host);
  return parts !== null && isGatewayHost(parts);
}

/** As `isGateway`, for a host that is already taken apart. */
export function isGatewayHost({ host, labels, domain, domain_label, suffix_is_public }: HostParts): boolean {
  if (domain !== null && CARD_CHECK_LABELS.has(labels[0]!) && host !== domain) return true;
  for (let i = 0; i < labels.length - 1; i++) if (GATEWAY_HOSTS.has(labels.slice(i).join('.'))) return true;
  if (domain === null || domain_label === null || !suffix_is_public) return false;
  const below = labels.slice(0, labels.length - domain.split('.').length);
  return below.some((_, i) => GATEWAY_HOSTS.has(`${[...below.slice(i), domain_label].join('.')}.*`));
}
