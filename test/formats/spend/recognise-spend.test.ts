import { describe, expect, it } from 'vitest';
import { recogniseSpend } from '../../../src/formats/spend/recognise-spend.ts';

const HEADERS = [
  ['google_ads', 'Day,Campaign,Currency code,Cost,Impr.,Clicks'],
  ['google_ads', 'Tag,Kampagne,Währungscode,Kosten,Impr.,Klicks'],
  ['google_ads', 'segments.date,campaign.name,metrics.clicks,metrics.cost_micros'],
  ['meta_ads', 'Reporting starts,Reporting ends,Campaign name,Impressions,Link clicks,Amount spent (USD)'],
  ['meta_ads', 'Início dos relatórios,Nome da campanha,Valor usado (BRL),Impressões'],
  ['microsoft_ads', 'TimePeriod,CampaignName,Impressions,Clicks,Spend'],
  ['microsoft_ads', 'Gregorian date,Campaign name,Campaign ID,Impressions,Clicks,Spend'],
  ['generic_spend', 'date,source,medium,campaign,impressions,clicks,cost,currency'],
  ['generic_spend', 'utm_source,utm_medium,date,clicks,cost'],
] as const;

describe('recogniseSpend', () => {
  it.each(HEADERS)('recognises a header of %s, in any order of its columns: %s', (platform, header) => {
    const names = header.split(',');
    for (let turn = 0; turn < names.length; turn++) {
      const turned = [...names.slice(turn), ...names.slice(0, turn)];
      expect(recogniseSpend(turned, [])?.platform).toBe(platform);
      expect(recogniseSpend(turned.reverse(), [])?.platform).toBe(platform);
    }
  });

  it.each([
    'order_id,date,revenue,currency,source,medium,campaign',
    'Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Total,Created at',
    'timestamp,visitor_id,url,referrer,utm_source,utm_medium,utm_campaign',
    'date,sku,cost,clicks',
    'Campaign,Avg. cost,Cost / conv.,Clicks',
  ])('does not take this for a spend report: %s', (header) => {
    expect(recogniseSpend(header.split(','), [])).toBeNull();
  });

  it('takes link clicks before all clicks, and the currency from the name of the cost', () => {
    const header = recogniseSpend(['Day', 'Clicks', 'Campaign name', 'Amount spent (EGP)', 'Link clicks'], [])!;
    expect(header.columns.clicks).toBe(4);
    expect(header.currency).toBe('EGP');
  });
});
