import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNEL_RULES } from '../../src/sessions/channel-rules.ts';
import { attribute, CHANNELS, CLICK_IDS, type ClickId, isGateway, registrableDomain, type Touch } from '../../src/sessions/channels.ts';

const SITE = { domains: ['shop.example', 'www.shop-brand.co.uk', 'brand.myshopify.com'] };
const NOTHING: Touch = { utm_source: null, utm_medium: null, utm_campaign: null, click_id: null, referrer_host: null };

/** source | medium | campaign | click id | referrer → channel | source | medium; an empty cell is null, a missing one at the end too. */
const CASES = `
Direct: no evidence at all, or the export says so
  | | | | → Direct | (direct) | (none)
  (direct) | (none) | | | → Direct | (direct) | (none)
  (direct) | (none) | (not set) | | → Direct | (direct) | (none)
  (direct) | (not set) | | | → Direct | (direct) | (none)
  $direct | | | | → Direct | (direct) | (none)
  (none) | (none) | (none) | | → Direct | (direct) | (none)
  NULL | null | \\N | | - → Direct | (direct) | (none)
  undefined | undefined | undefined | | undefined → Direct | (direct) | (none)
  | | | | shop.example → Direct | (direct) | (none)
  | | | | blog.shop.example → Direct | (direct) | (none)
  | | | | checkout.shop-brand.co.uk → Direct | (direct) | (none)
  | | | | www.paypal.com → Direct | (direct) | (none)
  | | | | checkout.stripe.com → Direct | (direct) | (none)
  | | | | accounts.google.com → Direct | (direct) | (none)
  paypal.com | referral | | | → Direct | (direct) | (none)
  shop.example | referral | | | → Direct | (direct) | (none)
Unknown is kept apart from Direct
  (not set) | (not set) | (not set) | | → Unassigned | (not set) | (not set)
  (not set) | (none) | | | → Unassigned | (not set) | (not set)
  | (not set) | | | → Unassigned | (not set) | (not set)
  (data not available) | (data not available) | | | → Unassigned | (not set) | (not set)
  [object Object] | | | | → Unassigned | (not set) | (not set)
  {{site_source_name}} | | | | → Unassigned | (not set) | (not set)
  (not set) | (not set) | | | www.google.com → Organic Search | google | organic
  (direct) | (none) | | | www.google.com → Organic Search | google | organic
  (direct) | (none) | | gclid | → Paid Search | google | cpc
Cross-network before everything but Direct
  google | cpc | Cross-Network 2026 | | → Cross-network | google | cpc
  (direct) | (none) | cross-network | | → Direct | (direct) | (none)
AI Assistant by medium, source or referrer
  somebot | ai-assistant | | | → AI Assistant | somebot | ai-assistant
  chatgpt.com | | | | → AI Assistant | chatgpt.com | (not set)
  chatgpt.com | referral | | | → AI Assistant | chatgpt.com | referral
  perplexity | | | | → AI Assistant | perplexity | (not set)
  | | | | chatgpt.com → AI Assistant | chatgpt | ai-assistant
  | | | | gemini.google.com → AI Assistant | gemini | ai-assistant
  | | | | copilot.microsoft.com → AI Assistant | copilot | ai-assistant
  | | | | claude.ai → AI Assistant | claude | ai-assistant
  gemini | cpc | | | → Paid Other | gemini | cpc
Paid Shopping by source or campaign
  amazon | cpc | | | → Paid Shopping | amazon | cpc
  google | cpc | Shopping DE | | → Paid Shopping | google | cpc
  google | cpc | eshop summer | | → Paid Shopping | google | cpc
  google | cpc | workshop week | | → Paid Search | google | cpc
  idealo.de | paid | | | → Paid Shopping | idealo.de | paid
Paid Search, Social, Video; cpm beside a known source is caught here first
  google | cpc | | | → Paid Search | google | cpc
  GOOGLE | PPC | Brand | | → Paid Search | google | ppc
  bing | paidsearch | | | → Paid Search | bing | paidsearch
  google | cpm | | | → Paid Search | google | cpm
  facebook | cpc | | | → Paid Social | facebook | cpc
  fb | paid_social | | | → Paid Social | fb | paid_social
  ig | paid | | | → Paid Social | ig | paid
  m.facebook.com | retargeting | | | → Paid Social | m.facebook.com | retargeting
  tiktok | paid | | | → Paid Social | tiktok | paid
  youtube | cpv | | | → Paid Video | youtube | cpv
  youtube | cpc | | | → Paid Video | youtube | cpc
  vimeo.com | paid | | | → Paid Video | vimeo.com | paid
Display, then Paid Other
  criteo | cpm | | | → Display | criteo | cpm
  dv360 | display | | | → Display | dv360 | display
  adnet | banner | | | → Display | adnet | banner
  adnet | expandable | | | → Display | adnet | expandable
  adnet | interstitial | | | → Display | adnet | interstitial
  taboola | cpc | | | → Paid Other | taboola | cpc
  | cpc | | | → Paid Other | (not set) | cpc
  (not set) | cpc | | | → Paid Other | (not set) | cpc
Organic by source, whatever the medium says
  ebay | post | | | → Organic Shopping | ebay | post
  newsletter | post | shop-weekend | | → Organic Shopping | newsletter | post
  facebook | | | | → Organic Social | facebook | (not set)
  Facebook.com | referral | | | → Organic Social | facebook.com | referral
  linktr.ee | bio | | | → Organic Social | linktr.ee | bio
  partner | social-media | | | → Organic Social | partner | social-media
  partner | sm | | | → Organic Social | partner | sm
  youtube | | | | → Organic Video | youtube | (not set)
  partner | video-review | | | → Organic Video | partner | video-review
  google | organic | | | → Organic Search | google | organic
  google | | | | → Organic Search | google | (not set)
  unknownengine | organic | | | → Organic Search | unknownengine | organic
The rest of the table
  partner.example | referral | | | → Referral | partner.example | referral
  partner | app | | | → Referral | partner | app
  partner | link | | | → Referral | partner | link
  newsletter | email | spring | | → Email | newsletter | email
  newsletter | E-Mail | | | → Email | newsletter | e-mail
  e_mail | weekly | | | → Email | e_mail | weekly
  email | | | | → Email | email | (not set)
  awin | affiliate | | | → Affiliates | awin | affiliate
  spotify | audio | | | → Audio | spotify | audio
  sms | blast | | | → SMS | sms | blast
  twilio | sms | | | → SMS | twilio | sms
  onesignal | web-push | | | → Mobile Push Notifications | onesignal | web-push
  app | mobile_alert | | | → Mobile Push Notifications | app | mobile_alert
  app | notification | | | → Mobile Push Notifications | app | notification
  firebase | | | | → Mobile Push Notifications | firebase | (not set)
  newsletter | | | | → Unassigned | newsletter | (not set)
  flyer | qr | spring | | → Unassigned | flyer | qr
  | | spring | | → Unassigned | (not set) | (not set)
  so | | | | → Unassigned | so | (not set)
  gmail | | | | → Unassigned | gmail | (not set)
Click ids: after tags, before referrers
  | | | gclid | www.google.com → Paid Search | google | cpc
  | | | GBRAID | → Paid Search | google | cpc
  | | | msclkid | www.bing.com → Paid Search | bing | cpc
  | | | yclid | → Paid Search | yandex | cpc
  | | | dclid | → Display | dv360 | display
  | | | srsltid | www.google.com → Organic Shopping | google | organic-shopping
  | | | fbclid | l.facebook.com → Organic Social | facebook | social
  | | | ttclid | → Paid Social | tiktok | paid
  | | | twclid | → Paid Social | twitter | paid
  | | | ScCid | → Paid Social | snapchat | paid
  | | | mc_cid | → Email | mailchimp | email
  newsletter | email | | gclid | → Email | newsletter | email
  google | | brand | gclid | → Paid Search | google | cpc
  facebook | | spring | fbclid | → Organic Social | facebook | (not set)
  | | brand | gclid | → Paid Search | google | cpc
  | email | | mc_cid | → Email | mailchimp | email
Referrers
  | | | | www.google.de → Organic Search | google | organic
  | | | | https://www.google.co.uk/search → Organic Search | google | organic
  | | | | com.google.android.googlequicksearchbox → Organic Search | google | organic
  | | | | r.search.yahoo.com → Organic Search | yahoo | organic
  | | | | duckduckgo.com → Organic Search | duckduckgo | organic
  | | | | www.ecosia.org → Organic Search | ecosia | organic
  | | | | cn.bing.com → Organic Search | bing | organic
  | | | | yandex.ru → Organic Search | yandex | organic
  | | | | lm.facebook.com → Organic Social | facebook | social
  | | | | t.co → Organic Social | twitter | social
  | | | | www.pinterest.at → Organic Social | pinterest | social
  | | | | mail.google.com → Email | gmail | email
  | | | | com.google.android.gm → Email | gmail | email
  | | | | outlook.live.com → Email | outlook | email
  | | | | webmail.provider.example → Email | provider.example | email
  | | | | www.youtube.com → Organic Video | youtube.com | referral
  | | | | www.amazon.de → Organic Shopping | amazon.de | referral
  | | | | shopping.google.com → Organic Shopping | shopping.google.com | referral
  | | | | docs.google.com → Referral | docs.google.com | referral
  | | | | aws.amazon.com → Referral | aws.amazon.com | referral
  | | | | news.partner.co.uk:8080 → Referral | partner.co.uk | referral
  | | | | google.evil.example → Referral | evil.example | referral
  | | | | google.myshopify.com → Direct | (direct) | (none)
  | | | | google.blogspot.com → Organic Social | blogger | social
  | | | | 192.168.1.7 → Referral | 192.168.1.7 | referral
  | | | | notashop.example → Referral | notashop.example | referral
  newsletter | email | | | www.google.com → Email | newsletter | email
`;

const cell = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text.trim());
const cases = CASES.split('\n')
  .filter((line) => line.includes('→'))
  .map((line) => {
    const [given, expected] = line.split('→') as [string, string];
    const [utm_source, utm_medium, utm_campaign, click_id, referrer_host] = given.split('|').map(cell);
    const [channel, source, medium] = expected.split('|').map((text) => text.trim());
    return {
      line: line.trim(),
      touch: { utm_source, utm_medium, utm_campaign, click_id: click_id ?? null, referrer_host: referrer_host ?? null } as Touch,
      expected: { channel, source, medium },
    };
  });

describe('attribute', () => {
  it('is held by at least 80 cases that name every channel', () => {
    expect(cases.length).toBeGreaterThanOrEqual(80);
    expect(new Set(cases.map(({ expected }) => expected.channel))).toEqual(new Set(CHANNELS));
  });

  it.each(cases)('reads $line', ({ touch, expected }) => {
    const { channel, source, medium } = attribute(touch, SITE);
    expect({ channel, source, medium }).toEqual(expected);
  });

  it('names the evidence and the rule', () => {
    const told = attribute({ ...NOTHING, click_id: 'gclid' }, SITE);
    expect(told.rule).toBe('click id gclid: medium is paid, source is a search engine');
    expect(attribute(NOTHING, SITE).rule).toBe('no tag, click id or referrer: source is (direct) without a medium');
  });

  it('keeps the campaign of every kind of evidence, and of none', () => {
    expect(attribute({ ...NOTHING, utm_source: 'google', utm_campaign: ' Spring  Sale ' }, SITE).campaign).toBe('spring sale');
    expect(attribute({ ...NOTHING, utm_source: 'google', utm_campaign: '(organic)' }, SITE).campaign).toBe('(not set)');
  });

  it('cuts long texts, takes out addresses and keeps campaign numbers', () => {
    const told = attribute(
      { ...NOTHING, utm_source: 'x'.repeat(300), utm_medium: 'jane@mail.example', utm_campaign: '120210123456789' },
      SITE,
    );
    expect(told.source).toBe(`${'x'.repeat(99)}…`);
    expect(told.medium).toBe(':email');
    expect(told.campaign).toBe('120210123456789');
  });

  it('treats a session without own domains like any other', () => {
    expect(attribute({ ...NOTHING, referrer_host: 'shop.example' }, { domains: [] }).channel).toBe('Referral');
    expect(attribute({ ...NOTHING, referrer_host: 'shop.example' }, { domains: ['', ' SHOP.example '] }).channel).toBe('Direct');
  });

  const words = fc.constantFrom(
    'google',
    'facebook',
    '(direct)',
    '(none)',
    '(not set)',
    'cpc',
    'cpm',
    'email',
    'paid',
    'shop',
    '%',
    '{x}',
    'chatgpt.com',
    'www.',
    '\u0000',
    '\ud83d',
  );
  const text = fc.option(
    fc.oneof(
      words,
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.array(words, { maxLength: 30 }).map((list) => list.join(' ')),
    ),
    { nil: null },
  );
  const touches: fc.Arbitrary<Touch> = fc.record({
    utm_source: text,
    utm_medium: text,
    utm_campaign: text,
    click_id: fc.oneof(fc.constantFrom(null, ...CLICK_IDS.map(({ parameter }) => parameter)), text) as fc.Arbitrary<ClickId | null>,
    referrer_host: fc.oneof(text, fc.domain()),
  });

  it('gives every touch one channel, in clean texts of at most 100 characters', () => {
    fc.assert(
      fc.property(touches, (touch) => {
        const { channel, source, medium, campaign, rule } = attribute(touch, SITE);
        expect(CHANNELS).toContain(channel);
        for (const told of [source, medium, campaign]) {
          expect(told.length).toBeGreaterThan(0);
          expect(told.length).toBeLessThanOrEqual(100);
        }
        for (const told of [source, medium, campaign, rule]) expect(told).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e]/u);
      }),
      { numRuns: 5000 },
    );
  });

  it('does not mind the case of what is written', () => {
    const louder = (value: string | null) => value?.replace(/[a-z]/g, (letter) => letter.toUpperCase()) ?? null;
    fc.assert(
      fc.property(touches, (touch) => {
        const loud = Object.fromEntries(Object.entries(touch).map(([key, value]) => [key, louder(value)])) as unknown as Touch;
        expect(attribute(loud, SITE)).toEqual(attribute(touch, SITE));
      }),
      { numRuns: 3000 },
    );
  });

  it('needs time in proportion to the length of hostile texts', () => {
    const started = performance.now();
    for (const unit of ['shop', 'cp', 'a@', '%25', 'a.', '{', '%%', ' ']) {
      const long = unit.repeat(100_000 / unit.length);
      attribute({ utm_source: long, utm_medium: long, utm_campaign: long, click_id: null, referrer_host: long }, SITE);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('CHANNEL_RULES', () => {
  it("stand in GA4's order", () => {
    expect(CHANNEL_RULES.map(({ channel }) => channel)).toEqual([
      ...['Direct', 'Cross-network', 'AI Assistant', 'Paid Shopping', 'Paid Search', 'Paid Social', 'Paid Video', 'Display', 'Paid Other'],
      ...['Organic Shopping', 'Organic Social', 'Organic Video', 'Organic Search', 'Referral', 'Email', 'Affiliates', 'Audio', 'SMS'],
      'Mobile Push Notifications',
    ]);
  });

  it('let the first of two matching rules decide', () => {
    const touch = { ...NOTHING, utm_source: 'facebook', utm_medium: 'cpc', utm_campaign: 'shopping' };
    expect(attribute(touch, SITE).channel).toBe('Paid Shopping');
    expect(attribute({ ...touch, utm_campaign: 'cross-network shopping' }, SITE).channel).toBe('Cross-network');
    expect(attribute({ ...touch, utm_campaign: null }, SITE).channel).toBe('Paid Social');
  });
});

describe('isGateway', () => {
  it.each([
    ...[
      'paypal.com',
      'www.PayPal.com',
      'checkout.stripe.com',
      'hooks.stripe.com',
      'pay.klarna.com',
      'login.klarna.com',
      'clearpay.co.uk',
      'shop.app',
    ],
    ...[
      'accounts.google.com',
      'accounts.google.de',
      'payments.amazon.com',
      'pay.amazon.co.uk',
      'appleid.apple.com',
      'login.microsoftonline.com',
    ],
    ...[
      'brand.myshopify.com',
      'checkout.shopify.com',
      '3ds.bank.example',
      '3ds2.acs.bank.co.uk',
      'https://www.paypal.com:443/x',
      'tenant.eu.auth0.com',
    ],
  ])('knows %s', (host) => expect(isGateway(host)).toBe(true));

  it.each([
    ...['google.com', 'www.amazon.com', 'apple.com', 'notpaypal.com', 'paypal.com.evil.example', '3ds.com', 'shopify.com', 'amazon.com'],
    ...['', 'paypal', 'not a host', '127.0.0.1', 'accounts.google.myshopify.example'],
  ])('leaves %s alone', (host) => expect(isGateway(host)).toBe(false));
});

describe('registrableDomain', () => {
  it.each([
    ['www.shop.co.uk', 'shop.co.uk'],
    ['a.b.brand.myshopify.com', 'brand.myshopify.com'],
    ['SHOP.Example.', 'shop.example'],
    ['https://www.shop.example:8080/x', 'shop.example'],
    ['bücher.de', 'bücher.de'],
    ['co.uk', null],
    ['localhost', null],
    ['192.168.1.7', null],
    ['not a host', null],
    ['', null],
  ])('gives %s the domain %s', (host, domain) => expect(registrableDomain(host)).toBe(domain));
});
